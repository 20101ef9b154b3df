package io.tidewatch.connectors.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.schemas.DeadLetterReason;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ModelState;
import io.tidewatch.schemas.RetentionVerdict;
import io.tidewatch.schemas.SuppressionReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's texts: the same in both languages, and none missing. */
class TextsTest {
  private static final Pattern USED =
      Pattern.compile("\\bt\\('([\\w.]+)'|data-(?:text|label)=\"([\\w.]+)\"");
  private static final Pattern PLACES = Pattern.compile("\\{\\w+}");

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() throws IOException {
    JsonNode english = texts("en");
    JsonNode chinese = texts("zh");
    assertThat(keys(chinese)).isEqualTo(keys(english));
    for (String key : keys(english)) {
      assertThat(places(chinese.path(key).asText()))
          .as(key)
          .isEqualTo(places(english.path(key).asText()));
      assertThat(chinese.path(key).asText()).as(key).isNotBlank();
    }
  }

  @Test
  void everyTextThatIsUsedIsThere() throws IOException {
    Set<String> known = keys(texts("en"));
    for (String file : ConsolePages.files()) {
      Matcher used = USED.matcher(read(file));
      while (used.find()) {
        String key = used.group(1) != null ? used.group(1) : used.group(2);
        assertThat(known).as(file).contains(key);
      }
    }
  }

  @Test
  void everyCodeOfTheRecordsHasAText() throws IOException {
    Set<String> known = keys(texts("en"));
    assertThat(known).containsAll(codes("suppression", SuppressionReason.values()));
    assertThat(known).containsAll(codes("deadLetter", DeadLetterReason.values()));
    assertThat(known).containsAll(codes("role", ModelRole.values()));
    assertThat(known).containsAll(codes("modelState", ModelState.values()));
    assertThat(known).containsAll(codes("verdict", RetentionVerdict.values()));
  }

  private static Set<String> codes(String group, Enum<?>[] values) {
    return Stream.of(values)
        .map(value -> group + "." + value.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> places(String text) {
    return PLACES.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
  }

  private static Set<String> keys(JsonNode texts) {
    Set<String> keys = new TreeSet<>();
    texts.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static JsonNode texts(String language) throws IOException {
    return new ObjectMapper().readTree(read("texts/" + language + ".json"));
  }

  private static String read(String file) throws IOException {
    try (InputStream in = ConsolePages.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
