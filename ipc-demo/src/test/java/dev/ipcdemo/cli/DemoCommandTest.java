package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.demo.Demos;
import dev.ipcdemo.sockets.spi.Demo;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void listsEveryDemoWithItsTransportsInAHundredColumns() {
        assertThat(run("demo")).isZero();
        assertThat(out.toString())
                .contains(Demos.all().stream().map(Demo::name).toList())
                .contains("tcp, udp, unix, junix, unixgram, unixpacket");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void explainsOneInsteadOfRunningIt() {
        assertThat(run("demo", "boundaries", "--explain")).isZero();
        assertThat(out.toString()).startsWith("# boundaries").doesNotContain("checked:");
    }

    @Test
    void runsOneOverTheTransportsThatAreAskedFor() {
        assertThat(run("demo", "boundaries", "--transport", "tcp,udp")).isZero();
        assertThat(out.toString())
                .containsSubsequence("boundaries over tcp", "checked:", "boundaries over udp", "checked:")
                .doesNotContain("over unix");
    }

    @Test
    void isCalledWronglyForADemoThatIsNotThere() {
        assertThat(run("demo", "no-such-demo")).isEqualTo(2);
        assertThat(err.toString()).contains("no-such-demo").contains("echo");
    }

    @Test
    void isCalledWronglyForATransportThatTheDemoIsNotFor() {
        assertThat(run("demo", "threads", "--transport", "udp")).isEqualTo(2);
        assertThat(err.toString()).contains("threads is for tcp");
    }
}
