package io.tidewatch.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What this build is made of; the build writes the numbers into a resource. */
public final class Versions implements IVersionProvider {
  private static final String RESOURCE = "/io/tidewatch/platform/versions.properties";

  /** Returns the versions of Tidewatch, its main parts and the running JDK. */
  public static Map<String, String> all() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
    Map<String, String> versions = new LinkedHashMap<>();
    for (String part : new String[] {"tidewatch", "flink", "kafka", "avro", "dl4j"}) {
      versions.put(part, properties.getProperty(part));
    }
    versions.put("java", Runtime.version().toString());
    return versions;
  }

  @Override
  public String[] getVersion() {
    return all().entrySet().stream()
        .map(part -> part.getKey() + " " + part.getValue())
        .toArray(String[]::new);
  }
}
