package io.tidewatch.platform.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network between processes that can be made bad: takes connections on one port of the loopback
 * interface and leads them to another, at once, late, or not at all. It has a thread of its own;
 * may be told by others.
 */
final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long LONGEST_WAIT_MILLIS = 200;

  private final InetSocketAddress target;
  private final Selector selector;
  private final ServerSocketChannel door;
  private final Thread thread;
  private final List<RelayedConnection> connections = new ArrayList<>();
  private volatile boolean cut;
  private volatile long delayNanos;
  private volatile boolean stopped;

  /**
   * Opens it.
   *
   * @param port where clients come
   * @param target port of whom they want to speak to
   * @throws UncheckedIOException if somebody has the port
   */
  Relay(int port, int target) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.target = new InetSocketAddress(loopback, target);
    try {
      selector = Selector.open();
      door = ServerSocketChannel.open();
      door.bind(new InetSocketAddress(loopback, port));
      door.configureBlocking(false);
      door.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on port " + port, e);
    }
    thread = new Thread(this::run, "relay to port " + target);
    thread.setDaemon(true);
    thread.start();
  }

  /** From now on each byte arrives so much later. */
  void slow(Duration delay) {
    delayNanos = delay.toNanos();
    selector.wakeup();
  }

  /**
   * From now on nothing arrives, in either direction, and nobody is told so: as if a cable were
   * pulled. What is under way arrives when the cable is in again.
   */
  void cut() {
    cut = true;
    selector.wakeup();
  }

  /** All is well again. */
  void mend() {
    cut = false;
    delayNanos = 0;
    selector.wakeup();
  }

  private void run() {
    try {
      while (!stopped) {
        long now = System.nanoTime();
        long wait = TimeUnit.MILLISECONDS.toNanos(LONGEST_WAIT_MILLIS);
        for (RelayedConnection one : connections) {
          wait = Math.min(wait, one.await(cut, now));
        }
        door.keyFor(selector).interestOps(cut ? 0 : SelectionKey.OP_ACCEPT);
        selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
        if (!cut) {
          accept();
          long then = System.nanoTime();
          connections.forEach(one -> one.move(then, delayNanos));
        }
        selector.selectedKeys().clear();
        connections.removeIf(RelayedConnection::isClosed);
      }
    } catch (IOException e) {
      LOG.error("the relay to {} ends", target, e);
    } finally {
      connections.forEach(RelayedConnection::close);
    }
  }

  private void accept() throws IOException {
    SocketChannel client = door.accept();
    if (client == null) {
      return;
    }
    SocketChannel server = null;
    try {
      server = SocketChannel.open(target);
      connections.add(new RelayedConnection(selector, client, server));
    } catch (IOException e) {
      LOG.debug("nobody listens at {}", target, e); // the client is told by its end
      client.close();
      if (server != null) {
        server.close();
      }
    }
  }

  /** Ends it, with all connections. */
  @Override
  public void close() {
    stopped = true;
    selector.wakeup();
    try {
      thread.join();
      door.close();
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the relay to " + target, e);
    }
  }
}
