package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.schemas.PersonalFields;
import io.tidewatch.schemas.Topic;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Encrypts personal fields on the way to the producer. Records of customers who have no key yet
 * wait for one; a thread makes those of all who wait in one transaction, so that a file of new
 * customers does not pay for one each. Behind a record that waits, all others with personal fields
 * wait too, some milliseconds: of two events of one partition the earlier must not come after the
 * later, or the job takes it for late. At most {@value #MOST_WAITING} wait, then senders do.
 * Thread-safe.
 */
final class SealedSending implements AutoCloseable {
  private static final int MOST_WAITING = 10_000;

  private final ReadableConfig config;
  private final Function<SpecificRecord, CompletableFuture<Void>> next;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private Thread maker;
  private CustomerKeys keys;
  private Exception failure;
  private boolean closed;

  private record Waiting(SpecificRecord record, CompletableFuture<Void> sent) {}

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
    if (queue.isEmpty()) {
      Optional<CompletableFuture<Void>> sent = sentIfReady(record);
      if (sent.isPresent()) {
        return sent.get();
      }
    }
    return waits(record);
  }

  private Optional<CompletableFuture<Void>> sentIfReady(SpecificRecord record) {
    if (!PersonalRecords.hasAny(record)) {
      return Optional.of(next.apply(record));
    }
    Optional<DataKey> key = keys().keyIfKnown(customerId(record));
    return key.map(found -> next.apply(PersonalRecords.sealed(record, found)));
  }

  private static String customerId(SpecificRecord record) {
    return Topic.of(record).keyOf(record);
  }

  private CompletableFuture<Void> waits(SpecificRecord record) {
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
    Waiting waiting = new Waiting(record, new CompletableFuture<>());
    queue.add(waiting);
    notifyAll();
    return waiting.sent();
  }

  private void makeKeys() {
    while (awaitWork()) {
      Set<String> customerIds = withTexts();
      try {
        keys().make(customerIds);
        release();
      } catch (RuntimeException e) {
        fail(e);
      } catch (Error e) {
        fail(new IllegalStateException("keys of customers cannot be made", e));
      }
    }
  }

  /** Returns whether there is something to do; false when all is over. */
  private synchronized boolean awaitWork() {
    while (queue.isEmpty() && !closed) {
      pause();
    }
    return !closed;
  }

  private synchronized Set<String> withTexts() {
    Set<String> customerIds = new HashSet<>();
    for (Waiting waiting : queue) {
      if (PersonalRecords.hasAny(waiting.record())) {
        customerIds.add(customerId(waiting.record()));
      }
    }
    return customerIds;
  }

  /** Sends what waits in the order in which it came, up to one that still has no key. */
  private synchronized void release() {
    while (!queue.isEmpty()) {
      Waiting first = queue.peek();
      try {
        Optional<CompletableFuture<Void>> sent = sentIfReady(first.record());
        if (sent.isEmpty()) {
          break;
        }
        chain(sent.get(), first.sent());
      } catch (RuntimeException e) {
        refuse(first, e);
      }
      queue.remove();
    }
    notifyAll();
  }

  private synchronized void fail(RuntimeException cause) {
    queue.forEach(waiting -> refuse(waiting, cause));
    queue.clear();
    notifyAll();
  }

  private void refuse(Waiting waiting, RuntimeException cause) {
    failure = failure == null ? cause : failure;
    waiting.sent().completeExceptionally(cause);
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

  /** Returns the keys; reads them all when first asked. */
  synchronized CustomerKeys keys() {
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
