package dev.ipcdemo.families;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.families.Families.Family;
import dev.ipcdemo.families.Families.Host;
import dev.ipcdemo.families.Families.Type;
import dev.ipcdemo.families.Families.Use;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FamiliesTest {

    private static final Host LINUX = new Host("Linux", "6.1", "amd64", "17", "somebody");
    private static final Host MAC = new Host("Mac OS X", "15.0", "aarch64", "17", "somebody");
    private static final Host WINDOWS = new Host("Windows 11", "10.0", "amd64", "17", "somebody");

    private static final SocketCall NEVER = (domain, type, protocol) -> {
        throw new AssertionError("nothing is to be asked");
    };

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyKernelThatRunsJavaHasTcp() {
        Type tcp = type(Families.ofThisHost(), "AF_INET", "SOCK_STREAM");
        assertThat(tcp.kernel()).isEqualTo(KernelAnswer.YES);
        assertThat(tcp.transports()).extracting(Use::scheme).contains("tcp", "posix+tcp");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxHasNoX25OrSaysYes() {
        KernelAnswer x25 =
                type(Families.ofThisHost(), "AF_X25", "SOCK_SEQPACKET").kernel();
        assertThat(x25.word()).isIn("yes", "EAFNOSUPPORT", "EPERM", "EACCES");
    }

    @Test
    void everyTransportHasItsPlace() {
        Families families = Families.of(LINUX, (domain, type, protocol) -> 0, Transports.all());
        List<String> schemes = new ArrayList<>();
        families.domains()
                .forEach(domain ->
                        domain.types().forEach(type -> type.transports().forEach(use -> schemes.add(use.scheme()))));
        assertThat(schemes)
                .containsAll(Transports.all().stream().map(Transport::scheme).toList());
    }

    @Test
    void whereThereIsNoTransportItSaysWhy() {
        for (List<Transport> transports : List.of(Transports.all(), List.<Transport>of())) {
            Families families = Families.of(LINUX, (domain, type, protocol) -> 0, transports);
            assertThat(families.domains())
                    .flatExtracting(Family::types)
                    .allMatch(type ->
                            type.transports().isEmpty() != type.whyNone().isEmpty());
        }
    }

    @Test
    void anErrorNumberBecomesItsNameAndMeaning() {
        KernelAnswer onLinux =
                type(answering(LINUX, 97), "AF_UNIX", "SOCK_STREAM").kernel();
        assertThat(onLinux.isYes()).isFalse();
        assertThat(onLinux.word()).isEqualTo("EAFNOSUPPORT");
        assertThat(onLinux.meaning()).contains("does not support the domain");
        assertThat(type(answering(MAC, 47), "AF_UNIX", "SOCK_STREAM").kernel()).isEqualTo(onLinux);
    }

    @Test
    void anErrorNumberThatNobodyExpectsIsShownAsItIs() {
        assertThat(type(answering(LINUX, 4711), "AF_INET", "SOCK_DGRAM")
                        .kernel()
                        .word())
                .isEqualTo("errno 4711");
    }

    @Test
    void onMacOnlyTheDomainsWithTheSameNumberAreAsked() {
        Families families = answering(MAC, 0);
        assertThat(families.domains())
                .filteredOn(domain ->
                        domain.types().stream().anyMatch(type -> type.kernel().isYes()))
                .extracting(Family::name)
                .containsExactly("AF_INET", "AF_UNIX");
    }

    @Test
    void onWindowsNothingIsAsked() {
        assertThat(Families.of(WINDOWS, NEVER, List.of()).domains())
                .flatExtracting(Family::types)
                .extracting(type -> type.kernel().word())
                .containsOnly("not asked");
    }

    @Test
    void aMissingNativeLibraryIsAnAnswerToo() {
        SocketCall missing = (domain, type, protocol) -> {
            throw new UnsatisfiedLinkError("libjnidispatch.so");
        };
        KernelAnswer answer = type(Families.of(LINUX, missing, List.of()), "AF_INET", "SOCK_STREAM")
                .kernel();
        assertThat(answer.word()).isEqualTo("not asked");
        assertThat(answer.meaning()).contains("JNA", "libjnidispatch.so");
    }

    private static Families answering(Host host, int errno) {
        return Families.of(host, (domain, type, protocol) -> errno, List.of());
    }

    private static Type type(Families families, String domain, String type) {
        return families.domains().stream()
                .filter(family -> family.name().equals(domain))
                .flatMap(family -> family.types().stream())
                .filter(candidate -> candidate.name().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
