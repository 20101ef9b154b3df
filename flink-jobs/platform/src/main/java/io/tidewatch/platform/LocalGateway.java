package io.tidewatch.platform;

import io.tidewatch.connectors.gateway.query.Scope;
import io.tidewatch.platform.embedded.Connection;
import io.tidewatch.platform.gateway.GatewayConfig;
import io.tidewatch.platform.gateway.GatewayOptions;
import io.tidewatch.platform.gateway.SecretFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** How the gateway beside an embedded platform is set up: one key and one token for everything. */
final class LocalGateway {
  private LocalGateway() {}

  /**
   * Returns its configuration.
   *
   * @param port port to listen on, 0 for a free one
   * @param folder where the platform keeps its data
   */
  static GatewayConfig config(
      Connection platform, int port, Path folder, SecretFile writeKey, SecretFile token) {
    Map<String, String> entries = new HashMap<>(platform.entries());
    entries.put(GatewayOptions.PORT.key(), Integer.toString(port));
    entries.put(GatewayOptions.SERVER_KEYS.key() + ".local", writeKey.secret());
    entries.put(GatewayOptions.TOKENS.key() + ".local", token.secret());
    entries.put(GatewayOptions.SCOPES.key() + ".local", Scope.all());
    entries.put(GatewayOptions.STORE_DIRECTORY.key(), folder.resolve("gateway-store").toString());
    return GatewayConfig.of(entries);
  }

  /** A secret is shown when it is made, and never again: terminals are recorded and shared. */
  static String shown(SecretFile secret) {
    return (secret.made() ? secret.secret() + ", kept " : "") + "in " + secret.file();
  }
}
