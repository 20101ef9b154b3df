package io.tidewatch.tickets;

import io.tidewatch.schemas.TicketAuthor;
import io.tidewatch.schemas.TicketChange;
import io.tidewatch.schemas.TicketPromise;
import io.tidewatch.schemas.TicketStatus;
import io.tidewatch.tickets.ServiceLevels.Promises;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The whole timeline of one ticket, as a pure function of its steps and the service levels: every
 * change that a step made, and every breach and its nearness, those that are still to come if
 * nothing happens included. A moment depends on no step after it.
 *
 * <p>The first step opens the ticket, whatever it is. An agent's message makes it wait for the
 * customer, the customer's makes it go on; a machine's, or an unknown author's, changes nothing. A
 * closed ticket goes on with the customer's next message or when it is opened again. The first
 * message of an agent is the first response, and so is an agent's close.
 *
 * <p>The time to the first response runs while the ticket is not closed; that of the resolution
 * while it is open and, unless the rules say that it pauses, while it waits. Both go on where they
 * stood when the ticket is reopened. A new priority changes what is promised as of its step,
 * counted from the opening.
 */
public final class TicketTimeline {
  private final ServiceLevels levels;
  private final List<TicketMoment> moments = new ArrayList<>();
  private final Run firstResponse = new Run(TicketPromise.FIRST_RESPONSE);
  private final Run resolution = new Run(TicketPromise.RESOLUTION);
  private Promises promises;
  private TicketStatus status = TicketStatus.UNKNOWN;
  private String priority = "";
  private long atMicros; // until here everything is accounted for
  private long openedAtMicros;
  private long firstResponseAtMicros;
  private int reopenings;
  private int satisfaction;

  private TicketTimeline(ServiceLevels levels) {
    this.levels = levels;
    this.promises = levels.promises("");
  }

  /**
   * Returns the moments in order of time. Costs a few microseconds per step.
   *
   * @param steps steps of one ticket in {@link TicketStep#ORDER}
   */
  public static List<TicketMoment> of(Collection<TicketStep> steps, ServiceLevels levels) {
    TicketTimeline timeline = new TicketTimeline(levels);
    steps.forEach(timeline::apply);
    timeline.advance(BusinessClock.NEVER);
    return timeline.moments;
  }

  private void apply(TicketStep step) {
    boolean first = status == TicketStatus.UNKNOWN;
    if (first) {
      atMicros = step.atMicros();
      openedAtMicros = step.atMicros();
      status = TicketStatus.OPEN;
    }
    advance(step.atMicros());
    if (!step.priority().isEmpty()) {
      prioritise(step.priority());
    }
    if (step.satisfaction() > 0) {
      satisfaction = step.satisfaction();
    }
    TicketChange change = changed(step);
    if (change == TicketChange.UNKNOWN && first) {
      change = TicketChange.OPENED;
    }
    if (change != TicketChange.UNKNOWN) {
      moments.add(
          new TicketMoment(
              atMicros, change, TicketPromise.UNKNOWN, 0, 0, step.eventId(), standing(atMicros)));
    }
  }

  private void prioritise(String newest) {
    priority = newest;
    Promises before = promises;
    promises = levels.promises(newest);
    if (!promises.equals(before)) {
      firstResponse.promisedAnew();
      resolution.promisedAnew();
    }
  }

  private TicketChange changed(TicketStep step) {
    return switch (step.kind()) {
      case OPENED -> status == TicketStatus.CLOSED ? reopen() : TicketChange.UNKNOWN;
      case MESSAGE -> message(step.author());
      case CLOSED -> close(step.author());
      case UNKNOWN -> TicketChange.UNKNOWN;
    };
  }

  private TicketChange message(TicketAuthor author) {
    if (author == TicketAuthor.AGENT && status != TicketStatus.CLOSED) {
      answered();
      if (status == TicketStatus.OPEN) {
        status = TicketStatus.WAITING;
        return TicketChange.WAITING;
      }
    } else if (author == TicketAuthor.CUSTOMER && status == TicketStatus.CLOSED) {
      return reopen();
    } else if (author == TicketAuthor.CUSTOMER && status == TicketStatus.WAITING) {
      status = TicketStatus.OPEN;
      return TicketChange.RESUMED;
    }
    return TicketChange.UNKNOWN;
  }

  private TicketChange close(TicketAuthor author) {
    if (status == TicketStatus.CLOSED) {
      return TicketChange.UNKNOWN;
    }
    if (author == TicketAuthor.AGENT) {
      answered();
    }
    status = TicketStatus.CLOSED;
    return TicketChange.CLOSED;
  }

  private TicketChange reopen() {
    status = TicketStatus.OPEN;
    reopenings++;
    firstResponse.warned = false;
    resolution.warned = false;
    return TicketChange.REOPENED;
  }

  private void answered() {
    if (firstResponseAtMicros == 0) {
      firstResponseAtMicros = atMicros;
    }
  }

  /** Lets time pass, in which promises may be broken. */
  private void advance(long untilMicros) {
    List<TicketMoment> alerts = new ArrayList<>();
    firstResponse.alerts(untilMicros, alerts);
    resolution.alerts(untilMicros, alerts);
    alerts.sort((a, b) -> Long.compare(a.atMicros(), b.atMicros()));
    moments.addAll(alerts);
    if (untilMicros != BusinessClock.NEVER) {
      firstResponse.spentMicros = firstResponse.spentAt(untilMicros);
      resolution.spentMicros = resolution.spentAt(untilMicros);
      atMicros = untilMicros;
    }
  }

  private Standing standing(long whenMicros) {
    return new Standing(
        status,
        priority,
        openedAtMicros,
        firstResponseAtMicros,
        firstResponse.spentAt(whenMicros),
        resolution.spentAt(whenMicros),
        reopenings,
        satisfaction);
  }

  /** How far one promise has run. */
  private final class Run {
    private final TicketPromise promise;
    private long spentMicros; // until atMicros
    private boolean warned;
    private boolean breached;

    Run(TicketPromise promise) {
      this.promise = promise;
    }

    void promisedAnew() {
      warned = false;
      breached = false;
    }

    private boolean runs() {
      return switch (status) {
        case OPEN -> promise == TicketPromise.RESOLUTION || firstResponseAtMicros == 0;
        case WAITING -> promise == TicketPromise.RESOLUTION && !levels.pauseWhileWaiting();
        case CLOSED, UNKNOWN -> false;
      };
    }

    long spentAt(long whenMicros) {
      return runs() ? spentMicros + levels.clock().between(atMicros, whenMicros) : spentMicros;
    }

    private long promisedMicros() {
      return promise == TicketPromise.RESOLUTION
          ? promises.resolutionMicros()
          : promises.firstResponseMicros();
    }

    void alerts(long untilMicros, List<TicketMoment> into) {
      if (promisedMicros() == 0 || breached || !runs()) {
        return;
      }
      long left = promisedMicros() - spentMicros;
      long breachAt = levels.clock().after(atMicros, left);
      if (!warned && promises.warnMicros() > 0) {
        long nearAt = levels.clock().after(atMicros, left - promises.warnMicros());
        if (nearAt < breachAt && nearAt < untilMicros) {
          warned = true;
          into.add(alert(nearAt, TicketChange.BREACH_NEAR, breachAt));
        }
      }
      if (breachAt < untilMicros) {
        breached = true;
        into.add(alert(breachAt, TicketChange.BREACHED, breachAt));
      }
    }

    private TicketMoment alert(long when, TicketChange change, long breachAt) {
      return new TicketMoment(
          when, change, promise, breachAt, promisedMicros(), "", standing(when));
    }
  }
}
