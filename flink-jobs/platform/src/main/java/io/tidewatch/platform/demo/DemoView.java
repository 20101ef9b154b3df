package io.tidewatch.platform.demo;

import io.tidewatch.platform.terminal.Bar;
import io.tidewatch.platform.terminal.Screen;
import io.tidewatch.platform.terminal.Terminal;
import io.tidewatch.schemas.ChurnAlert;
import io.tidewatch.schemas.NextBestOffer;
import io.tidewatch.schemas.RetentionChoice;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Shows a running demo: redrawn in place on a terminal, otherwise a line now and then. Draws on a
 * thread of its own.
 */
final class DemoView implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(300);
  private static final Duration LINE_EVERY = Duration.ofSeconds(5);
  private static final int BAR_WIDTH = 40;
  private static final int REASONS = 2;

  private final Terminal terminal;
  private final Screen screen;
  private final DemoStatus status;
  private final Outputs outputs;
  private final String title;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "demo-view");
            thread.setDaemon(true);
            return thread;
          });
  private String lastPhase = "";
  private long lastNanos = startNanos;
  private long lastProcessed;
  private double eventsPerSecond;

  private DemoView(Terminal terminal, String title, DemoStatus status, Outputs outputs) {
    this.terminal = terminal;
    this.screen = new Screen(terminal);
    this.title = title;
    this.status = status;
    this.outputs = outputs;
  }

  /** Begins to draw. */
  static DemoView start(Terminal terminal, String title, DemoStatus status, Outputs outputs) {
    DemoView view = new DemoView(terminal, title, status, outputs);
    Duration every = terminal.interactive() ? REDRAW : LINE_EVERY;
    view.clock.scheduleAtFixedRate(view::draw, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    return view;
  }

  private void draw() {
    DemoStatus.Snapshot now = status.snapshot();
    measureRate(now);
    if (terminal.interactive()) {
      screen.draw(lines(now));
    } else {
      terminal.writer().println(line(now));
      terminal.writer().flush();
    }
  }

  private void measureRate(DemoStatus.Snapshot now) {
    long nanos = System.nanoTime();
    double elapsed = (nanos - lastNanos) / 1e9;
    if (!now.phase().equals(lastPhase)) {
      eventsPerSecond = 0;
      lastPhase = now.phase();
    } else if (elapsed >= 1) {
      eventsPerSecond = (now.processed() - lastProcessed) / elapsed;
    } else {
      return;
    }
    lastNanos = nanos;
    lastProcessed = now.processed();
  }

  private String line(DemoStatus.Snapshot now) {
    return String.format(
        Locale.ROOT,
        "%4d s  %-34s %3.0f %%  %,d events (%,.0f/s), %,d scores, %,d alerts, %,d offers, %,d held"
            + " back",
        elapsed().toSeconds(),
        now.phase() + " " + now.detail(),
        100 * now.fraction(),
        now.processed(),
        eventsPerSecond,
        outputs.scores(),
        outputs.alerts(),
        outputs.offers(),
        heldBack());
  }

  private List<String> lines(DemoStatus.Snapshot now) {
    List<String> lines = new ArrayList<>();
    lines.add("Tidewatch demo: " + title);
    lines.add(Bar.of(now.fraction(), BAR_WIDTH) + "  " + now.phase() + "  " + now.detail());
    lines.add(
        String.format(
            Locale.ROOT,
            "%d s   %,d events (%,.0f/s)   %,d scores   %,d alerts   %,d offers   %,d held back",
            elapsed().toSeconds(),
            now.processed(),
            eventsPerSecond,
            outputs.scores(),
            outputs.alerts(),
            outputs.offers(),
            heldBack()));
    lines.add("");
    lines.add("latest alerts");
    outputs.latestAlerts().forEach(alert -> lines.add("  " + line(alert)));
    lines.add("latest offers");
    outputs.latestOffers().forEach(offer -> lines.add("  " + line(offer)));
    lines.add("held back");
    outputs
        .suppressions()
        .forEach(
            (reason, count) ->
                lines.add(String.format(Locale.ROOT, "  %-14s %,9d", reason, count)));
    return lines;
  }

  static String line(ChurnAlert alert) {
    return String.format(
        Locale.ROOT,
        "%s  customer %s  churn %.2f  at risk %.2f %s  %s  %s",
        day(alert.getDecidedAt()),
        alert.getCustomerId(),
        alert.getChurn(),
        alert.getValueAtRiskMinor() / 100.0,
        alert.getCurrency(),
        action(alert.getRetention()),
        alert.getReasons().stream()
            .limit(REASONS)
            .map(
                reason ->
                    String.format(
                        Locale.ROOT,
                        "%+.2f %s (%s)",
                        reason.getContribution(),
                        reason.getGroup(),
                        reason.getText()))
            .collect(Collectors.joining("; ")));
  }

  private static String action(RetentionChoice choice) {
    if (choice == null || choice.getActionId() == null) {
      return choice == null ? "" : "no action (" + choice.getVerdict() + ")";
    }
    return String.format(
        Locale.ROOT, "%s saves %.2f", choice.getActionId(), choice.getSavedMarginMinor() / 100);
  }

  static String line(NextBestOffer offer) {
    return String.format(
        Locale.ROOT,
        "%s  customer %s  %s  affinity %.2f  worth %.2f %s  by %s",
        day(offer.getDecidedAt()),
        offer.getCustomerId(),
        offer.getOfferId(),
        offer.getAffinity(),
        offer.getExpectedValueMinor() / 100.0,
        offer.getCurrency(),
        offer.getChannel());
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  private long heldBack() {
    return outputs.suppressions().values().stream().mapToLong(Long::longValue).sum();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** Draws once more and stops. */
  @Override
  public void close() {
    clock.shutdown();
    try {
      clock.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    draw();
  }
}
