package io.tidewatch.connectors.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes an authority and certificates for processes on the loopback interface, by the JDK's
 * keytool. The authority's key is thrown away when they are made, so that nobody can make more.
 * Stateless.
 */
public final class Certificates {
  /** File of the authority's certificate, which clients trust. */
  public static final String AUTHORITY = "ca.pem";

  private static final String PASSWORD = "TIDEWATCH_KEYTOOL";
  private static final String DAYS = "3650";
  private static final String NAMES = "san=ip:127.0.0.1,dns:localhost";
  private static final long PATIENCE_SECONDS = 60;

  private Certificates() {}

  /**
   * Makes them, unless they are there: {@value #AUTHORITY}, and for each name a file {@code
   * NAME.pem} with its private key and its certificate, whose subject is {@code CN=NAME}. Takes
   * about a second for each.
   *
   * @param folder private folder
   * @throws IllegalStateException if keytool fails; it quotes what that says
   */
  public static void make(Path folder, List<String> names) {
    boolean there =
        Files.exists(folder.resolve(AUTHORITY))
            && names.stream().allMatch(name -> Files.exists(file(folder, name)));
    if (there) {
      return;
    }
    PrivateFiles.folder(folder);
    Path store = folder.resolve("making.p12");
    String password = PrivateFiles.secret();
    try {
      Files.deleteIfExists(store);
      generate(store, password, "ca", "Tidewatch cluster", authority());
      for (String name : names) {
        generate(store, password, name, name, signed());
      }
      write(folder, store, password.toCharArray(), names);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make certificates in " + folder, e);
    } finally {
      forget(store);
    }
  }

  /** Returns the file of a name. */
  public static Path file(Path folder, String name) {
    return folder.resolve(name + ".pem");
  }

  private static List<String> authority() {
    return List.of("-ext", "bc:critical=ca:true,pathlen:0", "-ext", "ku:critical=keyCertSign");
  }

  private static List<String> signed() {
    return List.of(
        "-signer",
        "ca",
        "-ext",
        NAMES,
        "-ext",
        "ku=digitalSignature",
        "-ext",
        "eku=serverAuth,clientAuth");
  }

  private static void generate(
      Path store, String password, String alias, String name, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", alias));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", DAYS));
    command.addAll(List.of("-dname", "CN=" + name, "-storetype", "PKCS12"));
    // By its environment, which others cannot see as they see arguments.
    command.addAll(List.of("-keystore", store.toString(), "-storepass:env", PASSWORD));
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(PASSWORD, password);
    Process keytool = builder.start();
    keytool.getOutputStream().close();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IllegalStateException("keytool made no certificate for " + name + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while making certificates", e);
    }
  }

  private static void write(Path folder, Path store, char[] password, List<String> names)
      throws IOException, GeneralSecurityException {
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, password);
    }
    for (String name : names) {
      StringBuilder text = new StringBuilder(Pem.text((PrivateKey) made.getKey(name, password)));
      for (Certificate certificate : made.getCertificateChain(name)) {
        text.append(Pem.text((X509Certificate) certificate));
      }
      PrivateFiles.write(file(folder, name), text.toString());
    }
    String authority = Pem.text((X509Certificate) made.getCertificate("ca"));
    PrivateFiles.write(folder.resolve(AUTHORITY), authority);
  }

  private static void forget(Path store) {
    try {
      Files.deleteIfExists(store);
    } catch (IOException e) {
      throw new IllegalStateException("remove " + store + ": it holds the authority's key", e);
    }
  }
}
