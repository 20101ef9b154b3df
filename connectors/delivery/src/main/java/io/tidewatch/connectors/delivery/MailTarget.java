package io.tidewatch.connectors.delivery;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who gets mail, and through which server. Immutable.
 *
 * @param host mail server
 * @param port its port
 * @param security how the connection is kept from others
 * @param login who sends; empty where the server asks nobody
 * @param from address of the sender
 * @param to addresses of the receivers, at least one; one message goes to all
 * @param language language of the texts
 * @param timeout time for connecting, for each answer and for each write
 */
public record MailTarget(
    String host,
    int port,
    Security security,
    Optional<Login> login,
    String from,
    List<String> to,
    Language language,
    Duration timeout)
    implements Endpoint {
  private static final int LARGEST_PORT = 65_535;

  /** How the connection is kept from others. */
  public enum Security {
    /** Not at all; for a server on this machine. */
    NONE,
    /** By TLS after the first words; without it nothing is sent. */
    STARTTLS,
    /** By TLS from the start. */
    TLS
  }

  /**
   * Who sends.
   *
   * @param user name at the server
   * @param password what proves it
   */
  public record Login(String user, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /** Checks the addresses. */
  public MailTarget {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout=" + timeout + " must be longer than 0");
    }
    if (port < 1 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("port " + port + " must be 1 to " + LARGEST_PORT);
    }
    to = List.copyOf(to);
    if (to.isEmpty()) {
      throw new IllegalArgumentException("there is no address to send to; name at least one");
    }
    address(from);
    to.forEach(MailTarget::address);
    if (login.isPresent() && security == Security.NONE) {
      throw new IllegalArgumentException(
          "a password would travel in the clear; choose STARTTLS or TLS, or no user");
    }
  }

  /**
   * Reads one address.
   *
   * @throws IllegalArgumentException if it is none; a line break, which would begin a header of its
   *     own, is none either
   */
  static InternetAddress address(String text) {
    try {
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw new AddressException("it holds a control character");
      }
      InternetAddress address = new InternetAddress(text, true);
      address.validate();
      if (address.getAddress().indexOf('@') < 0) {
        throw new AddressException("it has no @");
      }
      return address;
    } catch (AddressException e) {
      throw new IllegalArgumentException(
          "'"
              + text.replaceAll("\\p{Cntrl}", "?")
              + "' is no mail address ("
              + e.getMessage()
              + "); it should look like desk@shop.example",
          e);
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "MailTarget[host=" + host + ", security=" + security + ", receivers=" + to.size() + "]";
  }
}
