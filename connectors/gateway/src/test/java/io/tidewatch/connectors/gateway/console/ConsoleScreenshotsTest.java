package io.tidewatch.connectors.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes docs/console/*.png anew from a console that runs, such as the demo's:
 *
 * <pre>
 * mvn -pl connectors/gateway test -Dtest=ConsoleScreenshotsTest -Ddocs.console=URL \
 *   -Ddocs.token=FILE
 * </pre>
 *
 * <p>What is committed has its colours reduced to 128, to a third of the bytes.
 */
@EnabledIfSystemProperty(named = "docs.console", matches = "http.*")
class ConsoleScreenshotsTest {
  private static final Path FOLDER = Path.of("..", "..", "docs", "console");
  private static final int LARGEST = 200_000;

  @TempDir Path profile;

  @Test
  void writesAllViewsInBothLanguages() throws Exception {
    String url = System.getProperty("docs.console");
    String token = Files.readString(Path.of(System.getProperty("docs.token"))).strip();
    try (Chromium browser = Chromium.start(Chromium.binary().orElseThrow(), profile)) {
      browser.size(1280, 800);
      browser.open(url);
      until(browser, "document.getElementById('sign-in').hidden === false");
      for (String language : List.of("en", "zh")) {
        browser.evaluate("localStorage.setItem('tidewatch.language', '" + language + "')");
        String theme = language.equals("en") ? "light" : "dark";
        browser.evaluate("localStorage.setItem('tidewatch.theme', '" + theme + "')");
        browser.evaluate("sessionStorage.setItem('tidewatch.token', '" + token + "')");
        for (String view : List.of("operations", "alerts", "offers", "models")) {
          browser.open("about:blank");
          browser.open(url + "#" + view);
          until(browser, "!document.getElementById('panel-" + view + "').hidden");
          until(browser, "document.querySelectorAll('#panel-" + view + " tbody tr').length > 0");
          until(browser, "document.documentElement.lang.startsWith('" + language + "')");
          if (view.equals("operations")) {
            until(browser, "performance.now() > 20000"); // meanwhile the charts fill
          }
          Path file = FOLDER.resolve(view + "-" + language + ".png");
          browser.screenshot(file);
          assertThat(file).isRegularFile();
          assertThat(Files.size(file)).as(file.toString()).isLessThan(LARGEST);
        }
      }
    }
  }

  private static void until(Chromium browser, String condition) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions() // while a page is being loaded there is nothing to ask
        .until(() -> browser.evaluate(condition).asBoolean());
  }
}
