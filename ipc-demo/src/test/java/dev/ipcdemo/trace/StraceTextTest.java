package dev.ipcdemo.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StraceTextTest {

    @Test
    void splitsArgumentsAtTheCommasThatAreNotWithinSomething() {
        assertThat(StraceText.arguments("4<UNIX-STREAM:[1->2,@\"a\"]>, \"x, \\\"y\", {a=1, b=[2, 3]}, NULL"))
                .containsExactly("4<UNIX-STREAM:[1->2,@\"a\"]>", "\"x, \\\"y\"", "{a=1, b=[2, 3]}", "NULL");
    }

    @Test
    void undoesEscapes() {
        assertThat(StraceText.data("\"a\\n\\0\\3771\\\"\\\\\"..."))
                .isEqualTo("a\n\0\u00ff1\"\\".getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}; 127.0.0.1:80",
                "{sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, \"::1\", &sin6_addr)}; [::1]:80",
                "{sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, \"::ffff:127.0.0.1\", &sin6_addr)}; 127.0.0.1:80",
                "{sa_family=AF_UNIX, sun_path=\"/tmp/a b.sock\"}; /tmp/a b.sock",
                "{sa_family=AF_UNIX, sun_path=@\"name\\0\\0\"}; @name",
                "{sa_family=AF_UNIX}; ``",
                "NULL; ``"
            })
    void writesAddressesAsTimelinesDo(String text, String address) {
        assertThat(StraceText.address(text)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "3<TCP:[4711]>; TCP; 4711; ``; ``; ``",
                "3<TCP:[127.0.0.1:1]>; TCP; ``; ``; 127.0.0.1:1; ``",
                "3<TCP:[127.0.0.1:1->127.0.0.1:2]>; TCP; ``; ``; 127.0.0.1:1; 127.0.0.1:2",
                "3<TCPv6:[[::1]:1->[::1]:2]>; TCPv6; ``; ``; [::1]:1; [::1]:2",
                "3<TCPv6:[[::ffff:127.0.0.1]:1->[::ffff:127.0.0.1]:2]>; TCPv6; ``; ``; 127.0.0.1:1; 127.0.0.1:2",
                "3<UNIX-STREAM:[1->2,\"/tmp/a\"]>; UNIX-STREAM; 1; 2; /tmp/a; ``",
                "3<UNIX:[1,@\"name\"]>; UNIX; 1; ``; @name; ``",
                "3<socket:[4711]>; socket; 4711; ``; ``; ``"
            })
    void readsWhatStandsBesideADescriptor(
            String text, String protocol, String inode, String peerInode, String local, String peer) {
        assertThat(StraceText.descriptor(text).orElseThrow().socket())
                .contains(new StraceText.Socket(protocol, inode, peerInode, local, peer));
    }

    @ParameterizedTest
    @CsvSource({"3</tmp/a>", "3<pipe:[1]>", "3<anon_inode:[eventpoll]>", "0</dev/null<char 1:3>>", "3"})
    void tellsSocketsFromWhatIsNone(String text) {
        assertThat(StraceText.descriptor(text).orElseThrow().socket()).isEmpty();
    }

    @Test
    void findsTheDescriptorsOfAList() {
        assertThat(StraceText.descriptors("[3<UNIX:[1->2]>, 4<UNIX:[2->1]>]"))
                .extracting(StraceText.Descriptor::number)
                .containsExactly(3, 4);
    }
}
