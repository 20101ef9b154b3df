package io.tidewatch.platform.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference has each metric that our own code declares, and no other. */
final class MetricsReferenceTest {
  private static final Pattern DECLARED = Pattern.compile("\"(tidewatch_[a-z_]+)\"");
  private static final String COUNTER = "_total";

  @Test
  void theReferenceHasWhatTheCodeDeclares() throws IOException {
    Set<String> described =
        new TreeSet<>(
            MetricNames.ofReference().stream()
                .filter(name -> name.startsWith("tidewatch_"))
                .map(MetricsReferenceTest::withoutSuffix)
                .toList());

    assertThat(declared()).hasSizeGreaterThan(20).isEqualTo(described);
  }

  private static Set<String> declared() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path source : sources()) {
      DECLARED
          .matcher(Files.readString(source))
          .results()
          .forEach(result -> names.add(withoutSuffix(result.group(1))));
    }
    return names;
  }

  /** A family of counters is declared without the end that its samples have. */
  private static String withoutSuffix(String name) {
    return name.endsWith(COUNTER) ? name.substring(0, name.length() - COUNTER.length()) : name;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path top : List.of(Path.of("..", "..", "connectors"), Path.of(".."))) {
      try (Stream<Path> files = Files.walk(top)) {
        files
            .filter(file -> file.toString().replace('\\', '/').matches(".*/src/main/.*\\.java"))
            .filter(file -> !file.toString().contains("benchmarks"))
            .forEach(sources::add);
      }
    }
    return sources;
  }
}
