package dev.ipcdemo.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.Plan;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.CarrierContract;
import dev.ipcdemo.compare.carrier.Carriers;
import dev.ipcdemo.compare.plan.Cell;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

class FrameworksTest {

    @Test
    void theNamesAreKnownWithoutTheJars() {
        assertThat(Carriers.frameworks().stream().map(Carrier::name))
                .containsExactlyElementsOf(Carriers.namesOfFrameworks());
    }

    @Test
    void eachRowStandsOverAnother() {
        assertThat(Carriers.frameworks())
                .allSatisfy(
                        row -> assertThat(Carriers.names()).contains(row.over().orElseThrow()));
    }

    @Test
    void aRowComesWithTheOneBeneathIt() {
        assertThat(Plan.of("tls:tcp").cells().stream().map(Cell::row).distinct())
                .containsExactly("raw:tcp", "tls:tcp");
        assertThat(Plan.of("pipe", Plan.FRAMEWORKS).cells().stream().map(Cell::row))
                .contains("pipe", "raw:unix")
                .containsAll(Carriers.namesOfFrameworks())
                .doesNotContain("udp");
    }

    static Stream<Named<Carrier>> carriers() {
        return Carriers.frameworks().stream().map(carrier -> Named.of(carrier.name(), carrier));
    }

    @Nested
    @ParameterizedClass
    @MethodSource("dev.ipcdemo.frameworks.FrameworksTest#carriers")
    class EachRow extends CarrierContract {

        @Parameter
        Carrier carrier;

        @Override
        protected Carrier carrier() {
            return carrier;
        }
    }
}
