package io.tidewatch.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents say is true: their commands exist, their links lead somewhere. */
final class DocumentationTest {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  /** Commands of this module; the benchmarks' own test reads those that begin with bench. */
  private static final Pattern COMMAND = Pattern.compile("^ {4,}\\./tidewatch (?!bench)(.*)$");

  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  /** What a reader types or is told that can be typed: it is the same in all languages. */
  private static final Pattern TYPED =
      Pattern.compile(
          "`(\\./tidewatch[^`]*)`|^ {4,}((?:\\./tidewatch|mvn|curl|[A-Z]+=).*)$",
          Pattern.MULTILINE);

  private static final String CHINESE = ".zh-CN.md";

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

  private static List<Path> documents;

  @BeforeAll
  static void findDocuments() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      documents =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .filter(file -> !ROOT.relativize(file).toString().matches(".*\\btarget\\b.*"))
              .toList();
    }
    assertThat(documents).contains(ROOT.resolve("README.md"));
  }

  @Test
  void commandsParse() throws IOException {
    int commands = 0;
    for (Path document : documents) {
      for (String line : Files.readAllLines(document)) {
        Matcher matcher = COMMAND.matcher(line);
        if (matcher.matches()) {
          commands++;
          assertThatCode(() -> Tidewatch.commandLine().parseArgs(words(matcher.group(1))))
              .as(ROOT.relativize(document) + ": " + line.trim())
              .doesNotThrowAnyException();
        }
      }
    }
    assertThat(commands).isGreaterThan(3);
  }

  /**
   * Splits as a shell does, as far as the documents need it: what is in quotes is one word, and a
   * command ends where its output goes somewhere else.
   */
  private static String[] words(String command) {
    return WORD.matcher(command)
        .results()
        .map(MatchResult::group)
        .takeWhile(word -> !word.equals(">") && !word.equals("|"))
        .map(word -> word.replace("\"", ""))
        .toArray(String[]::new);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents) {
      Matcher matcher = LINK.matcher(Files.readString(document));
      while (matcher.find()) {
        if (!Files.exists(document.resolveSibling(matcher.group(1)))) {
          broken.add(ROOT.relativize(document) + " -> " + matcher.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void translationsHaveTheCommandsOfTheirOriginals() throws IOException {
    List<Path> translations =
        documents.stream().filter(file -> file.toString().endsWith(CHINESE)).toList();
    assertThat(translations).contains(ROOT.resolve("docs/README" + CHINESE));
    for (Path translation : translations) {
      Path original = original(translation);
      assertThat(typed(translation))
          .as(ROOT.relativize(translation) + " beside " + ROOT.relativize(original))
          .isNotEmpty()
          .isEqualTo(typed(original));
    }
  }

  /** The original stands beside its translation; the README, at the top, cannot. */
  private static Path original(Path translation) {
    Path beside =
        translation.resolveSibling(translation.getFileName().toString().replace(CHINESE, ".md"));
    return Files.exists(beside) ? beside : ROOT.resolve("README.md");
  }

  private static List<String> typed(Path document) throws IOException {
    return TYPED
        .matcher(Files.readString(document))
        .results()
        .map(found -> (found.group(1) == null ? found.group(2) : found.group(1)).strip())
        .toList();
  }
}
