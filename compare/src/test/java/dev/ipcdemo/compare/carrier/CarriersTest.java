package dev.ipcdemo.compare.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ipcdemo.compare.Plan;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

class CarriersTest {

    @Test
    void aRowOfAFrameworkSaysWhatItNeeds() {
        assertThat(Carriers.namesOfFrameworks()).contains("tls:tcp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.of("tls:tcp"))
                .withMessage("tls:tcp needs --with frameworks");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.of(Plan.FRAMEWORKS))
                .withMessageContaining("bin/ipc-demo compare --with frameworks");
    }

    @Test
    void withoutItsJarsNoFrameworkIsARow() {
        assertThat(Carriers.names()).doesNotContainAnyElementsOf(Carriers.namesOfFrameworks());
        assertThat(Carriers.frameworks()).isEmpty();
    }

    static Stream<Named<Carrier>> carriers() {
        return Carriers.all().stream().map(carrier -> Named.of(carrier.name(), carrier));
    }

    @Nested
    @ParameterizedClass
    @MethodSource("dev.ipcdemo.compare.carrier.CarriersTest#carriers")
    class EachRow extends CarrierContract {

        @Parameter
        Carrier carrier;

        @Override
        protected Carrier carrier() {
            return carrier;
        }
    }
}
