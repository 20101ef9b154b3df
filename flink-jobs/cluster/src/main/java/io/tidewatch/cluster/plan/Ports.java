package io.tidewatch.cluster.plan;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Finds ports on the loopback interface that a cluster may keep. One thread.
 *
 * <p>They lie below those from which systems take the local ends of connections: a client that
 * tries again and again to reach a dead process would otherwise take its port sooner or later, by
 * connecting to itself.
 */
public final class Ports {
  static final String LOOPBACK = "127.0.0.1";
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 1_000;
  private static final int CONNECT_MILLIS = 300;

  private final Random random;
  private final Set<Integer> taken = new HashSet<>();

  Ports(Random random) {
    this.random = random;
  }

  /** Returns the port that is wanted if it is free, or else a free one. */
  int preferably(int wanted) {
    return take(wanted) ? wanted : free();
  }

  /** Returns a free port. */
  int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = LOWEST + random.nextInt(HIGHEST - LOWEST);
      if (take(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port between " + LOWEST + " and " + HIGHEST + " on " + LOOPBACK);
  }

  private boolean take(int port) {
    if (taken.contains(port)) {
      return false;
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
      return taken.add(socket.getLocalPort());
    } catch (IOException e) {
      return false; // somebody listens there
    }
  }

  /** Returns whether somebody listens on a port, within a third of a second. */
  public static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
