package dev.ipcdemo.service;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a member of a {@link Chat} calls itself: something that can be seen, and not be mistaken for another's name. Of
 * look-alike letters, those within one script are left to the reader, apart from the ones that most fonts draw alike.
 *
 * @param text in Unicode's composed form (NFKC)
 */
record Nickname(String text) {

    static final String RULE = "a name has 1 to 20 letters, digits, - or _, of one script";

    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}\\p{M}_-]{1,20}");

    /**
     * Letters and marks by their category, and yet nothing is drawn for them: the fillers of Hangul, the grapheme joiner, the
     * inherent vowels of Khmer, and what selects a variant of the character before.
     */
    private static final Pattern INVISIBLE = Pattern.compile("[\\u115F\\u1160\\u3164\\uFFA0" + "\\u034F"
            + "\\u17B4\\u17B5" + "\\u180B-\\u180D\\u180F\\uFE00-\\uFE0F\\x{E0100}-\\x{E01EF}]");

    private static final Set<UnicodeScript> NEUTRAL = EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED);

    /** Scripts that are written together. */
    private static final Set<UnicodeScript> JAPANESE =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

    /** Cyrillic and Greek letters, and digits, and what they look like. */
    private static final Map<Integer, Integer> LOOKS_LIKE = lookAlikes(
            "АВЕКМНОРСТХУЅІЈԚԜаеорсухѕіјԛԝһӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρα" + "01I",
            "ABEKMHOPCTXYSIJQWaeopcyxsijqwhl" + "ABEZHIKMNOPTYXovpa" + "oll");

    private static Map<Integer, Integer> lookAlikes(String from, String to) {
        return IntStream.range(0, from.length()).boxed().collect(Collectors.toMap(i -> (int) from.charAt(i), i ->
                (int) to.charAt(i)));
    }

    /** Returns nothing for text that is no name. */
    static Optional<Nickname> of(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
        boolean isName = FORM.matcher(composed).matches()
                && !INVISIBLE.matcher(text + composed).find()
                && Character.getType(composed.codePointAt(0)) != Character.NON_SPACING_MARK
                && isOfOneScript(composed);
        return isName ? Optional.of(new Nickname(composed)) : Optional.empty();
    }

    private static boolean isOfOneScript(String text) {
        Set<UnicodeScript> scripts =
                text.codePoints().mapToObj(UnicodeScript::of).collect(Collectors.toSet());
        scripts.removeAll(NEUTRAL);
        return scripts.size() <= 1 || JAPANESE.containsAll(scripts);
    }

    /** Whether people would mistake one for the other, in whatever case they are written. */
    boolean isLike(Nickname other) {
        return text.toLowerCase(Locale.ROOT).equals(other.text.toLowerCase(Locale.ROOT))
                || skeleton().equals(other.skeleton());
    }

    /** The same for names that look alike. A capital I is an l before its case is lost; what then is an i stays one. */
    private String skeleton() {
        StringBuilder skeleton = new StringBuilder();
        text.codePoints()
                .map(character -> LOOKS_LIKE.getOrDefault(character, character))
                .map(character -> LOOKS_LIKE.getOrDefault(character, character))
                .forEach(skeleton::appendCodePoint);
        return skeleton.toString().toLowerCase(Locale.ROOT);
    }
}
