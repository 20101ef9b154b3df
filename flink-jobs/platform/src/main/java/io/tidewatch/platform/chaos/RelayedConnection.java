package io.tidewatch.platform.chaos;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection through a {@link Relay}: two sockets, and what is under way between them. One
 * thread.
 */
final class RelayedConnection {
  private static final Logger LOG = LoggerFactory.getLogger(RelayedConnection.class);
  private static final int MOST_UNDER_WAY = 1 << 20;
  private static final int PIECE = 64 << 10;

  private final Way there;
  private final Way back;
  private boolean closed;

  RelayedConnection(Selector selector, SocketChannel client, SocketChannel server)
      throws IOException {
    SelectionKey left = register(selector, client);
    SelectionKey right = register(selector, server);
    there = new Way(left, right);
    back = new Way(right, left);
  }

  private static SelectionKey register(Selector selector, SocketChannel channel)
      throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    return channel.register(selector, 0);
  }

  /**
   * Tells the selector what is waited for.
   *
   * @param cut whether nothing may move
   * @return when to look again although nothing comes, in nanoseconds from now
   */
  long await(boolean cut, long now) {
    if (cut) {
      there.from.interestOps(0);
      back.from.interestOps(0);
      return Long.MAX_VALUE;
    }
    there.from.interestOps(there.reading() | back.writing(now));
    back.from.interestOps(back.reading() | there.writing(now));
    return Math.min(there.nanosToNext(now), back.nanosToNext(now));
  }

  /** Moves what can be moved. A connection that one side has broken is broken for the other. */
  void move(long now, long delayNanos) {
    try {
      there.move(now, delayNanos);
      back.move(now, delayNanos);
      if (there.done && back.done) {
        close();
      }
    } catch (IOException e) {
      LOG.debug("a relayed connection broke", e);
      close();
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
    for (SelectionKey key : new SelectionKey[] {there.from, back.from}) {
      try {
        key.cancel();
        key.channel().close();
      } catch (IOException e) {
        LOG.debug("a relayed connection did not close", e);
      }
    }
  }

  /** Bytes that arrive at a moment. */
  private record Piece(ByteBuffer bytes, long dueNanos) {}

  /** One direction. */
  private static final class Way {
    final SelectionKey from;
    final SelectionKey to;
    final Deque<Piece> pieces = new ArrayDeque<>();
    int underWay;
    boolean ended;
    boolean done;

    Way(SelectionKey from, SelectionKey to) {
      this.from = from;
      this.to = to;
    }

    int reading() {
      return !ended && underWay < MOST_UNDER_WAY ? SelectionKey.OP_READ : 0;
    }

    int writing(long now) {
      return due(now) ? SelectionKey.OP_WRITE : 0;
    }

    long nanosToNext(long now) {
      return pieces.isEmpty() || due(now) ? Long.MAX_VALUE : pieces.element().dueNanos - now;
    }

    private boolean due(long now) {
      return !pieces.isEmpty() && pieces.element().dueNanos - now <= 0;
    }

    void move(long now, long delayNanos) throws IOException {
      if (from.isReadable()) {
        take(now + delayNanos);
      }
      while (due(now) && give(pieces.element().bytes)) {
        pieces.remove();
      }
      if (ended && pieces.isEmpty() && !done) {
        ((SocketChannel) to.channel()).shutdownOutput();
        done = true;
      }
    }

    private void take(long dueNanos) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(PIECE);
      int read = ((SocketChannel) from.channel()).read(bytes);
      if (read < 0) {
        ended = true;
      } else if (read > 0) {
        underWay += read;
        pieces.add(new Piece(bytes.flip(), dueNanos));
      }
    }

    /** Returns whether all of it went. */
    private boolean give(ByteBuffer bytes) throws IOException {
      underWay -= ((SocketChannel) to.channel()).write(bytes);
      return !bytes.hasRemaining();
    }
  }
}
