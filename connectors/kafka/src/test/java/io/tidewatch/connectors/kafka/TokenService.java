package io.tidewatch.connectors.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tidewatch.connectors.tls.Certificates;
import io.tidewatch.connectors.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * An identity provider on the loopback interface: gives tokens (RFC 6749, client credentials; JWT
 * signed by RS256) to clients that know their secret, and shows its keys (JWKS). Close it.
 */
final class TokenService implements AutoCloseable {
  static final String AUDIENCE = "kafka";
  static final String SECRET = "a-secret-of-the-client";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
  private static final String KEY_ID = "key-1";

  private final Path folder;
  private final KeyPair keys;
  private final HttpsServer server;

  TokenService() {
    try {
      folder = Files.createTempDirectory("tidewatch-idp");
      Certificates.make(folder, List.of("idp"));
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      keys = generator.generateKeyPair();
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(Tls.server(folder.resolve("idp.pem"))));
      server.createContext("/token", this::token);
      server.createContext("/jwks", exchange -> answer(exchange, 200, jwks()));
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String tokenUrl() {
    return issuer() + "/token";
  }

  String jwksUrl() {
    return issuer() + "/jwks";
  }

  String issuer() {
    return "https://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the certificate of the authority that signed its own. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  private void token(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    String[] shown =
        new String(
                Base64.getDecoder().decode(login.replaceFirst("Basic ", "")),
                StandardCharsets.UTF_8)
            .split(":", 2);
    if (!shown[1].equals(SECRET)) {
      answer(exchange, 401, JSON.createObjectNode().put("error", "invalid_client"));
      return;
    }
    ObjectNode body = JSON.createObjectNode().put("token_type", "Bearer").put("expires_in", 300);
    answer(exchange, 200, body.put("access_token", signed(claims(shown[0]))));
  }

  private ObjectNode claims(String subject) {
    long now = Instant.now().getEpochSecond();
    return JSON.createObjectNode()
        .put("iss", issuer())
        .put("aud", AUDIENCE)
        .put("sub", subject)
        .put("scope", "kafka")
        .put("iat", now)
        .put("exp", now + 300);
  }

  private String signed(ObjectNode claims) {
    ObjectNode header = JSON.createObjectNode().put("alg", "RS256").put("kid", KEY_ID);
    String text = part(header.toString()) + "." + part(claims.toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode jwks() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    ObjectNode document = JSON.createObjectNode();
    document
        .putArray("keys")
        .addObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", KEY_ID)
        .put("n", number(key.getModulus()))
        .put("e", number(key.getPublicExponent()));
    return document;
  }

  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    return URL.encodeToString(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
  }

  private static String part(String json) {
    return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
