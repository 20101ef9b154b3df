package io.tidewatch.connectors.delivery;

import io.tidewatch.schemas.ChurnAlert;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages as mail through an SMTP server, each over a connection of its own. */
final class MailChannel implements Channel {
  private static final Logger LOG = LoggerFactory.getLogger(MailChannel.class);

  private final MailTarget target;
  private final AlertTexts texts;
  private final Clock clock;
  private final Session session;

  MailChannel(MailTarget target, Clock clock) {
    this.target = target;
    this.texts = AlertTexts.in(target.language());
    this.clock = clock;
    this.session = Session.getInstance(properties(target));
  }

  private static Properties properties(MailTarget target) {
    String milliseconds = Long.toString(target.timeout().toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", milliseconds);
    properties.setProperty("mail.smtp.timeout", milliseconds);
    properties.setProperty("mail.smtp.writetimeout", milliseconds);
    properties.setProperty("mail.smtp.auth", Boolean.toString(target.login().isPresent()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    boolean startTls = target.security() == MailTarget.Security.STARTTLS;
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty(
        "mail.smtp.ssl.enable", Boolean.toString(target.security() == MailTarget.Security.TLS));
    return properties;
  }

  @Override
  public Answer send(Message message) {
    try {
      MimeMessage mail = mail(message);
      Transport transport = session.getTransport("smtp");
      try {
        transport.connect(
            target.host(),
            target.port(),
            target.login().map(MailTarget.Login::user).orElse(null),
            target.login().map(MailTarget.Login::password).orElse(null));
        transport.sendMessage(mail, mail.getAllRecipients());
      } finally {
        hangUp(transport);
      }
      return Answer.delivered("SMTP took it");
    } catch (MessagingException e) {
      return answer(e);
    }
  }

  /**
   * What goes wrong at the farewell changes nothing: the server has the mail, or has refused it.
   */
  private static void hangUp(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.debug("a mail server did not say goodbye", e);
    }
  }

  private MimeMessage mail(Message message) throws MessagingException {
    InternetAddress from = MailTarget.address(target.from());
    String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    MimeMessage mail = new Identified(session, "<" + message.id() + "@" + domain + ">");
    mail.setFrom(from);
    for (String receiver : target.to()) {
      mail.addRecipient(RecipientType.TO, MailTarget.address(receiver));
    }
    mail.setSubject(texts.title(message), StandardCharsets.UTF_8.name());
    mail.setText(text(message), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(clock.instant()));
    mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday replies
    mail.setHeader("Content-Language", target.language().name().toLowerCase(Locale.ROOT));
    mail.saveChanges();
    return mail;
  }

  private String text(Message message) {
    StringBuilder text = new StringBuilder();
    for (ChurnAlert alert : message.alerts()) {
      text.append(texts.summary(alert)).append('\n');
      texts.details(alert).forEach(line -> text.append("- ").append(line).append('\n'));
      text.append(texts.reference(alert)).append("\n\n");
    }
    return text.toString();
  }

  /** The server's own words may quote addresses, so only its code is kept. */
  private static Answer answer(MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) {
      return Answer.later("SMTP refused user or password");
    }
    int code = code(failure);
    if (code == 0) {
      return Answer.later("no SMTP session: " + failure.getClass().getSimpleName());
    }
    return code / 100 == 5 ? Answer.refused("SMTP " + code) : Answer.later("SMTP " + code);
  }

  /** The code of the first reply in a chain of failures that has one; 0 where there is none. */
  private static int code(Exception failure) {
    for (Exception e = failure; e != null; ) {
      if (e instanceof SMTPAddressFailedException address) {
        return address.getReturnCode();
      }
      if (e instanceof SMTPSenderFailedException sender) {
        return sender.getReturnCode();
      }
      if (e instanceof SMTPSendFailedException send && send.getReturnCode() > 0) {
        return send.getReturnCode();
      }
      e = e instanceof MessagingException chained ? chained.getNextException() : null;
    }
    return 0;
  }

  /** A mail with the message's id, so that mailboxes know one that comes twice. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
