package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that sends back what it gets, behind a relay. */
@Timeout(30)
final class RelayTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int SHORT_MILLIS = 300;

  private ServerSocket server;
  private Relay relay;
  private int door;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread echo = new Thread(this::serve, "echo");
    echo.setDaemon(true);
    echo.start();
    door = freePort();
    relay = new Relay(door, server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    server.close();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread one = new Thread(() -> echo(client), "echo of one");
        one.setDaemon(true);
        one.start();
      }
    } catch (IOException e) {
      return; // the test is over
    }
  }

  private static void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      return; // the client is gone
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), door);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  @Test
  void bytesArriveAsTheyWereSentAndTheEndToo() throws IOException {
    byte[] sent = new byte[5_000_000];
    new Random(1).nextBytes(sent);
    try (Socket socket = connect()) {
      Thread writer =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(sent);
                  socket.shutdownOutput();
                } catch (IOException e) {
                  throw new IllegalStateException("cannot write", e);
                }
              });
      writer.start();

      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
    }
  }

  @Test
  void aSlowNetworkBringsEachByteLater() throws IOException {
    try (Socket socket = connect()) {
      assertThat(roundTrip(socket)).isLessThan(Duration.ofSeconds(2));
      relay.slow(Duration.ofMillis(SHORT_MILLIS));

      assertThat(roundTrip(socket)).isGreaterThan(Duration.ofMillis(2 * SHORT_MILLIS - 1));
    }
  }

  @Test
  void whatIsSentThroughACutArrivesWhenItIsMended() throws IOException {
    try (Socket socket = connect()) {
      roundTrip(socket);
      relay.cut();
      socket.getOutputStream().write(7);
      socket.setSoTimeout(SHORT_MILLIS);
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

      relay.mend();

      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(in.read()).isEqualTo(7);
    }
  }

  @Test
  void whoComesDuringACutWaits() throws IOException {
    relay.cut();
    try (Socket socket = connect()) {
      socket.getOutputStream().write(8);
      socket.setSoTimeout(SHORT_MILLIS);
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

      relay.mend();

      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(in.read()).isEqualTo(8);
    }
  }

  @Test
  void aClientOfADeadServerIsToldSo() throws IOException {
    int itsDoor = freePort();
    // A port that was never served: a thread that waits in accept may still get a connection for a
    // moment after its server was closed.
    try (Relay toNobody = new Relay(itsDoor, freePort());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), itsDoor)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static Duration roundTrip(Socket socket) throws IOException {
    long begin = System.nanoTime();
    socket.getOutputStream().write(1);
    assertThat(socket.getInputStream().read()).isEqualTo(1);
    return Duration.ofNanos(System.nanoTime() - begin);
  }
}
