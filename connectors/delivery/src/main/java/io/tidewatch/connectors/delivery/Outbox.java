package io.tidewatch.connectors.delivery;

import io.tidewatch.schemas.AlertDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What waits for one target: alerts for their batch, messages for their time. One thread.
 *
 * <p>Alerts of which an earlier run made a message are put together again as they were, so that it
 * keeps its id, by which the target knows it. Where some do not come back within a while, the
 * message never went out: attempts begin after all of its alerts are in the journal.
 */
final class Outbox {
  private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(5);

  private final TargetSettings target;
  private final RandomGenerator random;
  private final Duration patience;
  private final PriorityQueue<Outgoing> messages =
      new PriorityQueue<>(Comparator.comparing(Outgoing::due));
  private final Map<String, Collected> interrupted = new HashMap<>();
  private Collected batch = new Collected(Instant.MAX);
  private int parcels;

  Outbox(TargetSettings target, RandomGenerator random) {
    this.target = target;
    this.random = random;
    Duration time = target.batch().time();
    this.patience = time.compareTo(SHORTEST_PATIENCE) > 0 ? time : SHORTEST_PATIENCE;
  }

  /** Alerts that wait for others. */
  private static final class Collected {
    private final Instant until;
    private final List<Parcel> parcels = new ArrayList<>();

    Collected(Instant until) {
      this.until = until;
    }
  }

  /** Takes in an alert. */
  void add(Parcel parcel, Instant now) {
    parcels++;
    Optional<String> id = parcel.before().map(AlertDelivery::getMessageId);
    if (id.isEmpty()) {
      collect(parcel, now);
      return;
    }
    Collected group = interrupted.computeIfAbsent(id.get(), i -> new Collected(now.plus(patience)));
    group.parcels.add(parcel);
    if (message(group.parcels).id().equals(id.get())) {
      interrupted.remove(id.get());
      messages.add(outgoing(group.parcels, now));
    }
  }

  private void collect(Parcel parcel, Instant now) {
    if (batch.parcels.isEmpty()) {
      batch = new Collected(now.plus(target.batch().time()));
    }
    batch.parcels.add(parcel);
    if (batch.parcels.size() >= target.batch().size()) {
      seal(now);
    }
  }

  private void seal(Instant now) {
    messages.add(outgoing(batch.parcels, now));
    batch = new Collected(Instant.MAX);
  }

  private Message message(List<Parcel> of) {
    return Message.of(target.name(), of.stream().map(Parcel::alert).toList());
  }

  /** Its attempts go on where those of an earlier run ended, and so does their pause. */
  private Outgoing outgoing(List<Parcel> of, Instant now) {
    int attempts = of.stream().mapToInt(Parcel::attempts).max().orElse(0);
    Instant due =
        of.stream()
            .flatMap(parcel -> parcel.before().stream())
            .map(AlertDelivery::getChangedAt)
            .max(Instant::compareTo)
            .map(last -> last.plus(target.retries().pause(attempts, random)))
            .orElse(now);
    return new Outgoing(message(of), List.copyOf(of), attempts, due);
  }

  /** Takes out the message that is due longest, if it is time for any. */
  Optional<Outgoing> take(Instant now) {
    giveUpWaiting(now);
    boolean none = messages.isEmpty() || messages.peek().due().isAfter(now) || quietAt(now);
    if (none) {
      return Optional.empty();
    }
    Outgoing next = messages.remove();
    parcels -= next.parcels().size();
    return Optional.of(next);
  }

  /** Takes out a message of which something is true, due or not. */
  Optional<Outgoing> takeAny(Predicate<Outgoing> condition) {
    Optional<Outgoing> found = messages.stream().filter(condition).findFirst();
    found.ifPresent(
        message -> {
          messages.remove(message);
          parcels -= message.parcels().size();
        });
    return found;
  }

  private void giveUpWaiting(Instant now) {
    for (Iterator<Collected> groups = interrupted.values().iterator(); groups.hasNext(); ) {
      Collected group = groups.next();
      if (!group.until.isAfter(now)) {
        groups.remove();
        group.parcels.forEach(parcel -> collect(parcel, now));
      }
    }
    if (!batch.parcels.isEmpty() && !batch.until.isAfter(now)) {
      seal(now);
    }
  }

  private boolean quietAt(Instant now) {
    return target.quiet().isPresent() && target.quiet().get().open(now).isAfter(now);
  }

  /** Puts a message back until a time. */
  void putBack(Outgoing message, Instant due) {
    parcels += message.parcels().size();
    messages.add(message.dueAt(due));
  }

  /** Returns when {@link #take} may next have something; empty while nothing waits. */
  Optional<Instant> next(Instant now) {
    return Stream.of(
            Stream.ofNullable(messages.peek()).map(Outgoing::due),
            interrupted.values().stream().map(group -> group.until),
            batch.parcels.isEmpty() ? Stream.<Instant>empty() : Stream.of(batch.until))
        .flatMap(times -> times)
        .min(Instant::compareTo)
        .map(time -> time.isBefore(now) ? now : time)
        .map(time -> target.quiet().map(quiet -> quiet.open(time)).orElse(time));
  }

  /** Returns how many alerts wait. */
  int waiting() {
    return parcels;
  }
}
