package io.tidewatch.scoring.artifacts;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What may be said of the address of an artifact, and where it may lead. */
final class ArtifactAddress {
  private static final Set<String> HTTP = Set.of("http", "https");

  private ArtifactAddress() {}

  static boolean isHttp(String address) {
    int colon = address.indexOf(':');
    return colon > 0 && HTTP.contains(address.substring(0, colon).toLowerCase(Locale.ROOT));
  }

  /** Returns an address for logs and messages: without query and user, which may be secrets. */
  static String shown(String address) {
    return address
        .replaceFirst("[?#].*", "")
        .replaceFirst("//[^/@]*@", "//")
        .replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * Returns whether an address lies below one of some places.
   *
   * @param places beginnings of addresses; a folder also without its last slash. None: everywhere
   */
  static boolean isBelow(String address, List<String> places) {
    if (places.isEmpty()) {
      return true;
    }
    URI uri = normal(address);
    return uri != null && places.stream().anyMatch(place -> isBelow(uri, normal(place)));
  }

  private static boolean isBelow(URI uri, URI place) {
    if (place == null || !uri.getScheme().equalsIgnoreCase(place.getScheme())) {
      return false;
    }
    String folder = path(place).endsWith("/") ? path(place) : path(place) + "/";
    return authority(uri).equalsIgnoreCase(authority(place)) && path(uri).startsWith(folder);
  }

  /** Returns null for what is no absolute URI, or has a step upwards in it, plain or encoded. */
  private static URI normal(String address) {
    try {
      URI uri = URI.create(address);
      boolean absolute = uri.getScheme() != null && uri.getPath() != null;
      return absolute && !List.of(uri.getPath().split("/")).contains("..") ? uri : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String authority(URI uri) {
    return uri.getAuthority() == null ? "" : uri.getAuthority();
  }

  private static String path(URI uri) {
    return uri.getPath();
  }
}
