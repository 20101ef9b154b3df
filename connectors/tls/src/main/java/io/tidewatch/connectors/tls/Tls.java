package io.tidewatch.connectors.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Java's TLS from PEM files. Stateless. */
public final class Tls {
  private static final char[] NO_PASSWORD = new char[0];

  private Tls() {}

  /**
   * Returns what a server shows to its clients.
   *
   * @param file private key (PKCS #8, unencrypted), certificate and those that it was signed by
   * @throws IllegalArgumentException if the file does not hold that; the message names it
   */
  public static SSLContext server(Path file) {
    Pem pem = Pem.read(file);
    try {
      KeyStore store = empty();
      store.setKeyEntry(
          "server", pem.key(), NO_PASSWORD, pem.certificates().toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          file + ": key and certificate do not fit together: " + e.getMessage(), e);
    }
  }

  /**
   * Returns what a client trusts: servers whose certificates these authorities signed, and no
   * others.
   *
   * @param file certificates of authorities
   * @throws IllegalArgumentException if the file does not hold any; the message names it
   */
  public static SSLContext client(Path file) {
    List<X509Certificate> authorities = Pem.read(file).certificates();
    try {
      KeyStore store = empty();
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry("authority-" + i, authorities.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
