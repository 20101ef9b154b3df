package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.sse.SseClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * One page that listens. What it has not been told yet is bounded: changes are a set, and of many
 * alerts only the newest are sent one by one. Thread-safe; one thread at a time writes.
 */
final class LiveListener {
  private static final int MAX_ALERTS = 50;

  private final SseClient client;
  private final Set<Scope> scopes;
  private final Set<LiveChange> changes = EnumSet.noneOf(LiveChange.class);
  private final Deque<String> alerts = new ArrayDeque<>();
  private boolean writing;

  LiveListener(SseClient client, Set<Scope> scopes) {
    this.client = client;
    this.scopes = scopes;
  }

  /** Notes what changed, as far as its token goes. */
  synchronized void changed(Set<LiveChange> what) {
    what.stream().filter(change -> scopes.contains(change.scope())).forEach(changes::add);
  }

  /** Notes a new alert. */
  synchronized void alert(String json) {
    if (scopes.contains(Scope.CUSTOMERS)) {
      alerts.addLast(json);
      if (alerts.size() > MAX_ALERTS) {
        alerts.removeFirst(); // the page asks for the list anyway
      }
    }
  }

  /**
   * Tells it what is noted, or that the connection lives; a page that is still being told waits for
   * the next time.
   *
   * @param idle send something even if there is nothing to say
   */
  void tell(Executor executor, boolean idle) {
    synchronized (this) {
      if (writing || (changes.isEmpty() && alerts.isEmpty() && !idle)) {
        return;
      }
      writing = true;
    }
    executor.execute(this::write);
  }

  private void write() {
    try {
      String changed;
      Deque<String> newAlerts;
      synchronized (this) {
        newAlerts = new ArrayDeque<>(alerts);
        changed = names();
        alerts.clear();
        changes.clear();
      }
      newAlerts.forEach(alert -> client.sendEvent("alert", alert));
      if (changed.isEmpty()) {
        client.sendComment("alive");
      } else {
        client.sendEvent("changed", changed);
      }
    } finally {
      synchronized (this) {
        writing = false;
      }
    }
  }

  private String names() {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    changes.forEach(change -> names.add(change.text()));
    return names.isEmpty() ? "" : names.toString();
  }

  void close() {
    client.close();
  }
}
