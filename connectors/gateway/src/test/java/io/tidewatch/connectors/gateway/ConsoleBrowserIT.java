package io.tidewatch.connectors.gateway;

import static io.tidewatch.connectors.gateway.LocalGateway.ALL_TOKEN;
import static io.tidewatch.connectors.gateway.LocalGateway.DESK_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidewatch.connectors.gateway.console.Chromium;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.OfferOutcome;
import io.tidewatch.schemas.OutcomeKind;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console in a real Chromium; skipped where there is none. */
class ConsoleBrowserIT {
  @RegisterExtension static final LocalGateway GATEWAY = new LocalGateway();

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String HOSTILE = "<img src=x onerror=\"document.title='owned'\">";

  @TempDir static Path profile;
  private static Chromium browser;

  @BeforeAll
  static void startBrowser() throws IOException {
    Optional<Path> binary = Chromium.binary();
    Assumptions.assumeTrue(
        binary.isPresent(),
        "no chromium, chromium-browser or google-chrome on the path: the console is not tested in a"
            + " browser");
    browser = Chromium.start(binary.get(), profile);
    browser.size(1280, 800);
    GATEWAY.producer().send(alert("plain", "Bought nothing for 40 days"));
    GATEWAY.producer().send(alert("<b>bold</b>", HOSTILE));
    GATEWAY.producer().flush();
  }

  @AfterAll
  static void stopBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void beginSignedOut() {
    openConsole();
    browser.evaluate("localStorage.clear(); sessionStorage.clear()");
    openConsole();
    until("!document.getElementById('sign-in').hidden");
  }

  private static void openConsole() {
    browser.open("about:blank");
    until("location.href === 'about:blank'");
    browser.open(GATEWAY.uri("/console").toString());
    until("location.pathname === '/console'");
    until("document.querySelector('.skip').textContent.length > 0"); // it speaks
  }

  @Test
  void asksForATokenAndShowsWhatItOpens() {
    signIn("no-token-of-this-gateway");
    until("document.getElementById('sign-in-problem').textContent.length > 0");
    assertThat(text("#sign-in-problem")).contains("does not know this token");

    signIn(DESK_TOKEN);
    until("document.querySelectorAll('[role=tab]').length === 1");
    assertThat(browser.evaluate("document.querySelectorAll('td button').length").asInt()).isZero();
    assertThat(browser.evaluate("location.href").asText()).doesNotContain(DESK_TOKEN);
    assertThat(browser.evaluate("JSON.stringify(localStorage)").asText())
        .doesNotContain(DESK_TOKEN);
  }

  @Test
  void textOfEventsStaysText() {
    signIn(ALL_TOKEN);
    until("document.querySelectorAll('#panel-alerts tbody tr').length >= 2");
    assertThat(text("#panel-alerts tbody")).contains(HOSTILE, "<b>bold</b>");
    assertThat(browser.evaluate("document.querySelectorAll('main img, main b').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.title").asText()).isEqualTo("Tidewatch");
  }

  @Test
  void whatTheDeskHearsGoesToTheTopic() throws Exception {
    GATEWAY.producer().send(alert("to-decline", "Quiet")).get();
    signIn(ALL_TOKEN);
    String button = "[aria-label=\"Declined: to-decline\"]";
    until("document.querySelector('" + button + "') !== null");
    browser.evaluate("document.querySelector('" + button + "').click()");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                GATEWAY.read(Topic.OUTCOMES).stream()
                    .map(OfferOutcome.class::cast)
                    .anyMatch(
                        outcome ->
                            "alert-to-decline".equals(outcome.getAlertId())
                                && outcome.getKind() == OutcomeKind.DECLINED));
    until("document.querySelector('" + button + "') === null");
    assertThat(text("#said")).isEqualTo("Declined: to-decline");
  }

  @Test
  void newAlertsAppearAndAreAnnounced() throws Exception {
    signIn(ALL_TOKEN);
    until("document.getElementById('connection').textContent === 'Live'");
    GATEWAY.producer().send(alert("newcomer", "Quiet")).get();
    until("document.getElementById('said').textContent.includes('newcomer')");
    until("document.querySelector('#panel-alerts tbody').textContent.includes('newcomer')");
  }

  @Test
  void arrowsMoveBetweenViews() {
    signIn(ALL_TOKEN);
    until("document.querySelectorAll('[role=tab]').length === 4");
    browser.evaluate("document.getElementById('tab-alerts').focus()");
    browser.press("ArrowRight");
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("tab-offers");
    assertThat(browser.evaluate("document.getElementById('panel-offers').hidden").asBoolean())
        .isFalse();
    browser.press("End");
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("tab-operations");
    browser.press("ArrowRight");
    assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("tab-alerts");
  }

  @ParameterizedTest
  @CsvSource({"en, light", "zh, dark"})
  void axeFindsNothingInAnyView(String language, String theme) throws Exception {
    assertThat(violations()).isEmpty();
    signIn(ALL_TOKEN);
    until("document.querySelectorAll('[role=tab]').length === 4");
    choose("theme", theme);
    choose("language", language);
    until("document.documentElement.lang.startsWith('" + language + "')");
    for (String view : List.of("alerts", "offers", "models", "operations")) {
      until("document.getElementById('tab-" + view + "') !== null");
      browser.evaluate("document.getElementById('tab-" + view + "').click()");
      until("!document.getElementById('panel-" + view + "').hidden");
      assertThat(violations()).as(view).isEmpty();
      browser.screenshot(Path.of("target", "console", view + "-" + language + ".png"));
    }
  }

  private static String violations() throws IOException {
    browser.evaluate(axe() + "; true");
    return browser
        .evaluate(
            "axe.run().then(found => found.violations.map(one => one.id + ': '"
                + " + one.nodes.map(node => node.html.slice(0, 200)).join(' | ')).join('; '))")
        .asText();
  }

  private static String axe() throws IOException {
    try (InputStream in =
        ConsoleBrowserIT.class.getResourceAsStream(
            "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void signIn(String token) {
    browser.evaluate("document.getElementById('token').value = '" + token + "'");
    browser.evaluate("document.querySelector('#sign-in button').click()");
  }

  private static void choose(String id, String value) {
    String select = "document.getElementById('" + id + "')";
    browser.evaluate(
        select + ".value = '" + value + "'; " + select + ".dispatchEvent(new Event('change'))");
  }

  private static String text(String selector) {
    return browser.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }

  private static void until(String condition) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions() // while a page is being loaded there is nothing to ask
        .until(() -> browser.evaluate(condition).asBoolean());
  }

  private static ChurnAlert alert(String customerId, String why) {
    return ChurnAlert.newBuilder(ConsoleApiIT.alert(customerId, NOW))
        .setReasons(List.of(new Reason("recency", 0.2f, why)))
        .build();
  }
}
