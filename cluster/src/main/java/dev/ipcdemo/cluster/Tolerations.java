package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.List;

/**
 * The taints that do not keep pods away.
 *
 * @param all as the API has them
 */
record Tolerations(List<Toleration> all) {

    /** From KEY, KEY=VALUE, KEY:EFFECT or KEY=VALUE:EFFECT. */
    static Tolerations of(List<String> texts) {
        return new Tolerations(texts.stream().map(Tolerations::parse).toList());
    }

    private static Toleration parse(String text) {
        int colon = text.lastIndexOf(':');
        String taint = colon < 0 ? text : text.substring(0, colon);
        int equals = taint.indexOf('=');
        TolerationBuilder toleration = new TolerationBuilder()
                .withKey(equals < 0 ? taint : taint.substring(0, equals))
                .withOperator(equals < 0 ? "Exists" : "Equal");
        if (equals >= 0) {
            toleration.withValue(taint.substring(equals + 1));
        }
        if (colon >= 0) {
            toleration.withEffect(text.substring(colon + 1));
        }
        return toleration.build();
    }

    /** PreferNoSchedule keeps nothing away from a node that is chosen. */
    boolean tolerate(Taint taint) {
        return taint.getEffect().equals("PreferNoSchedule") || all.stream().anyMatch(each -> tolerates(each, taint));
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        String value = taint.getValue() == null ? "" : taint.getValue();
        return toleration.getKey().equals(taint.getKey())
                && (toleration.getEffect() == null || toleration.getEffect().equals(taint.getEffect()))
                && (toleration.getOperator().equals("Exists")
                        || toleration.getValue().equals(value));
    }
}
