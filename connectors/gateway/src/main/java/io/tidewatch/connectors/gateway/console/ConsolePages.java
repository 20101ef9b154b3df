package io.tidewatch.connectors.gateway.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Serves the console's files, which are those of a fixed list and read once: a path that is not on
 * it leads nowhere, whatever it is made of. The files hold no data and need no token. Thread-safe.
 */
public final class ConsolePages {
  /** Where the page is. */
  public static final String ROOT = "/console";

  /** Scripts, styles and connections from here alone; no inline script, no frame around it. */
  static final String SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private static final String INDEX = "index.html";
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/%s/dist/%s";
  private static final String CHARTS_VERSION =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final List<String> OWN =
      List.of(
          INDEX,
          "icon.svg",
          "console.css",
          "app.js",
          "api.js",
          "live.js",
          "texts.js",
          "dom.js",
          "table.js",
          "tabs.js",
          "charts.js",
          "alerts.js",
          "offers.js",
          "models.js",
          "operations.js",
          "texts/en.json",
          "texts/zh.json");
  private static final List<String> OF_CHARTS = List.of("uPlot.esm.js", "uPlot.min.css");

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  private final Map<String, byte[]> files;

  /** Reads the files. */
  public ConsolePages() {
    files = OWN.stream().collect(Collectors.toMap(name -> name, ConsolePages::read));
    String version = version();
    OF_CHARTS.forEach(name -> files.put(name, read(CHARTS.formatted(version, name))));
  }

  /** The library's files lie in a folder of its version. */
  private static String version() {
    String prefix = "version=";
    return new String(read(CHARTS_VERSION), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(CHARTS_VERSION + " names no version"));
  }

  private static byte[] read(String resource) {
    try (InputStream in = ConsolePages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path; build the gateway");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  /** Returns the names of the files that are not of the library of charts. */
  static List<String> files() {
    return OWN;
  }

  /** Registers the paths. */
  public void register(RoutesConfig routes) {
    routes.get(ROOT, ctx -> serve(ctx, INDEX));
    routes.get(ROOT + "/<file>", ctx -> serve(ctx, ctx.pathParam("file")));
  }

  private void serve(Context ctx, String name) {
    byte[] file = files.get(name);
    if (file == null) {
      throw new NotFoundResponse();
    }
    ctx.header("Content-Security-Policy", SECURITY_POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .contentType(MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
        .result(file);
  }
}
