package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.schemas.PersonalFields;
import io.tidewatch.schemas.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Encrypts personal fields on the way to the producer. Records of customers who have no key yet
 * wait for one; a thread makes those of all who wait in one transaction, so that a file of new
 * customers does not pay for one each. Behind a record that waits, those of the same customer wait
 * too; nobody else does. At most {@value #MOST_WAITING} wait, then senders do. Thread-safe.
 */
final class SealedSending implements AutoCloseable {
  private static final int MOST_WAITING = 10_000;

  private final ReadableConfig config;
  private final Function<SpecificRecord, CompletableFuture<Void>> next;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Set<String> waitingCustomers = new HashSet<>();
  private Thread maker;
  private CustomerKeys keys;
  private Exception failure;
  private boolean closed;

  private record Waiting(SpecificRecord record, String customerId, CompletableFuture<Void> sent) {}

  /**
   * Creates one; it connects when the first record comes that concerns it.
   *
   * @param next where encrypted records go
   */
  SealedSending(ReadableConfig config, Function<SpecificRecord, CompletableFuture<Void>> next) {
    this.config = config;
    this.next = next;
  }

  /** Returns whether a record is of a topic with personal fields. */
  static boolean concerns(SpecificRecord record) {
    return !PersonalFields.of(Topic.of(record)).isEmpty();
  }

  /** Sends a record, now or when its customer has a key. */
  synchronized CompletableFuture<Void> send(SpecificRecord record) {
    String customerId = Topic.of(record).keyOf(record);
    if (!waitingCustomers.contains(customerId)) {
      if (!PersonalRecords.hasAny(record)) {
        return next.apply(record);
      }
      Optional<DataKey> key = keys().keyIfKnown(customerId);
      if (key.isPresent()) {
        return next.apply(PersonalRecords.sealed(record, key.get()));
      }
    }
    return waits(record, customerId);
  }

  private CompletableFuture<Void> waits(SpecificRecord record, String customerId) {
    while (queue.size() >= MOST_WAITING && !closed) {
      pause();
    }
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
    if (maker == null) {
      maker = new Thread(this::makeKeys, "makes keys of customers");
      maker.setDaemon(true);
      maker.start();
    }
    Waiting waiting = new Waiting(record, customerId, new CompletableFuture<>());
    queue.add(waiting);
    waitingCustomers.add(customerId);
    notifyAll();
    return waiting.sent();
  }

  private void makeKeys() {
    for (Set<String> customerIds = awaitWork(); !customerIds.isEmpty(); customerIds = awaitWork()) {
      try {
        keys().make(customerIds);
        release(customerIds);
      } catch (RuntimeException e) {
        fail(customerIds, e);
      } catch (Error e) {
        fail(customerIds, new IllegalStateException("keys of customers cannot be made", e));
      }
    }
  }

  /** Returns who waits; none when all is over. */
  private synchronized Set<String> awaitWork() {
    while (queue.isEmpty() && !closed) {
      pause();
    }
    Set<String> customerIds = new HashSet<>();
    if (!closed) {
      queue.forEach(waiting -> customerIds.add(waiting.customerId()));
    }
    return customerIds;
  }

  /** Sends what waits for these customers, in the order in which it came. */
  private synchronized void release(Set<String> customerIds) {
    Set<String> without = new HashSet<>(); // somebody has destroyed their new keys: once more
    for (Waiting waiting : taken(customerIds)) {
      try {
        if (without.contains(waiting.customerId()) || !isSent(waiting)) {
          without.add(waiting.customerId());
          queue.add(waiting);
          waitingCustomers.add(waiting.customerId());
        }
      } catch (RuntimeException e) {
        refuse(waiting, e);
      }
    }
    notifyAll();
  }

  private boolean isSent(Waiting waiting) {
    Optional<DataKey> key = keys().keyIfKnown(waiting.customerId());
    key.ifPresent(
        found ->
            chain(next.apply(PersonalRecords.sealed(waiting.record(), found)), waiting.sent()));
    return key.isPresent();
  }

  private synchronized void fail(Set<String> customerIds, RuntimeException cause) {
    taken(customerIds).forEach(waiting -> refuse(waiting, cause));
    notifyAll();
  }

  private void refuse(Waiting waiting, RuntimeException cause) {
    failure = failure == null ? cause : failure;
    waiting.sent().completeExceptionally(cause);
  }

  private List<Waiting> taken(Set<String> customerIds) {
    List<Waiting> taken = new ArrayList<>();
    List<Waiting> others = new ArrayList<>();
    queue.forEach(
        waiting -> (customerIds.contains(waiting.customerId()) ? taken : others).add(waiting));
    queue.clear();
    queue.addAll(others);
    waitingCustomers.removeAll(customerIds);
    return taken;
  }

  private static void chain(CompletableFuture<Void> from, CompletableFuture<Void> to) {
    from.whenComplete(
        (done, problem) -> {
          if (problem == null) {
            to.complete(null);
          } else {
            to.completeExceptionally(problem);
          }
        });
  }

  /** Waits until nothing waits for a key any more. */
  synchronized void awaitKeys() {
    while (!queue.isEmpty() && !closed) {
      pause();
    }
  }

  /** Gives up what waits, so that it does not come into the next transaction. */
  synchronized void giveUp() {
    queue.forEach(waiting -> waiting.sent().cancel(false));
    queue.clear();
    waitingCustomers.clear();
    failure = null;
    notifyAll();
  }

  /** Waits until nothing waits, and returns and forgets what went wrong first. */
  synchronized Optional<Exception> flush() {
    awaitKeys();
    Optional<Exception> first = Optional.ofNullable(failure);
    failure = null;
    return first;
  }

  private synchronized CustomerKeys keys() {
    if (keys == null) {
      keys = CustomerKeys.open(config);
    }
    return keys;
  }

  private void pause() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while records wait for keys", e);
    }
  }

  @Override
  public void close() {
    CustomerKeys opened;
    synchronized (this) {
      closed = true;
      notifyAll();
      opened = keys;
    }
    if (opened != null) {
      opened.close();
    }
  }
}
