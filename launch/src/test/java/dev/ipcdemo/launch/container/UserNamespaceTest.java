package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.util.List;
import org.junit.jupiter.api.Test;

class UserNamespaceTest {

    @Test
    void changesNoNumberWhereUsersAreNotMapped() throws Exception {
        assertThat(UserNamespace.of(List.of("name=seccomp,profile=default"), "/var/lib/docker/1.1")
                        .idOutside(65532))
                .isEqualTo(65532);
    }

    @Test
    void readsTheMappingOffTheEnginesDirectory() throws Exception {
        assertThat(UserNamespace.of(List.of("name=seccomp", "name=userns"), "/var/lib/docker/165536.165536")
                        .idOutside(65532))
                .isEqualTo(165536 + 65532);
    }

    @Test
    void saysWhatToDoWhereTheDirectoryDoesNotTell() {
        assertThatIOException()
                .isThrownBy(() -> UserNamespace.of(List.of("name=userns"), "/var/lib/docker"))
                .withMessageContaining("use an engine without userns-remap");
    }
}
