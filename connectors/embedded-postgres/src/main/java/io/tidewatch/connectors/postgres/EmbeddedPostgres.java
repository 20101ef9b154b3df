package io.tidewatch.connectors.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own process, on the loopback address, with the database {@code
 * postgres} and a superuser of that name who logs in with a password. Starts in about two seconds.
 * What it writes is not forced to disk, so it survives a kill, but no power failure. Not
 * thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
 *   DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, server.password());
 * }
 * }</pre>
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** Name of the superuser, and of the database. */
  public static final String USER = "postgres";

  private static final int PATIENCE_SECONDS = 60;

  private final Path directory;
  private final Account account;
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private boolean running;

  private EmbeddedPostgres(Path directory, Account account, int port) {
    this.directory = directory;
    this.account = account;
    this.port = port;
  }

  /**
   * Unpacks and starts a server.
   *
   * @throws IllegalStateException if it does not start; the message has the server's own words
   */
  public static EmbeddedPostgres start() {
    Account account = Account.choose();
    try {
      EmbeddedPostgres server =
          new EmbeddedPostgres(account.newDirectory("tidewatch-postgres"), account, freePort());
      try {
        server.prepare();
        server.restart();
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL could not be unpacked", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void prepare() throws IOException {
    Binaries.unpack(directory.resolve("server"));
    Path secret = Files.writeString(directory.resolve("secret"), password);
    account.own(directory);
    run(
        "initdb",
        "--pgdata=" + data(),
        "--username=" + USER,
        "--pwfile=" + secret,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync");
  }

  private Path data() {
    return directory.resolve("data");
  }

  /** Returns the address for JDBC, without user and password. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Returns the superuser's password. */
  public String password() {
    return password;
  }

  /**
   * Starts it again on the same port after {@link #stop} or {@link #kill}; returns when it takes
   * connections.
   */
  public void restart() {
    run(
        "pg_ctl",
        "--pgdata=" + data(),
        "--log=" + directory.resolve("server.log"),
        "--wait",
        "--timeout=" + PATIENCE_SECONDS,
        "--options=-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off",
        "start");
    running = true;
  }

  /** Stops it; whoever is connected is cut off. */
  public void stop() {
    stop("fast");
  }

  /**
   * Ends it as a crash does: transactions that are not committed are lost, nothing is tidied up.
   */
  public void kill() {
    stop("immediate");
  }

  private void stop(String mode) {
    run("pg_ctl", "--pgdata=" + data(), "--wait", "--mode=" + mode, "stop");
    running = false;
  }

  private void run(String program, String... arguments) {
    List<String> command = new ArrayList<>(account.prefix());
    command.add(directory.resolve("server/bin/" + program).toString());
    command.addAll(List.of(arguments));
    Path output = directory.resolve(program + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(2L * PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(
            "%s %s: %s %s"
                .formatted(
                    String.join(" ", command),
                    ended ? "ended with " + process.exitValue() : "did not end",
                    text(output),
                    text(directory.resolve("server.log"))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(program + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + program, e);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }

  /** Stops the server and removes its files. */
  @Override
  public void close() {
    if (running) {
      kill();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("files of the server stay behind", e);
    }
  }
}
