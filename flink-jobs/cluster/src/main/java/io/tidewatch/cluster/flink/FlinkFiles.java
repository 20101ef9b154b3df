package io.tidewatch.cluster.flink;

import io.tidewatch.cluster.plan.ClusterFolder;
import io.tidewatch.cluster.plan.ClusterPlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/** The files by which the processes of Flink and ZooKeeper are configured. Stateless. */
public final class FlinkFiles {
  private static final String FLINK = "config.yaml";
  private static final String ZOOKEEPER = "zoo.cfg";
  private static final String LOGGING = "log4j2.properties";

  private FlinkFiles() {}

  /** Writes them anew; what a person changed in them is lost. */
  public static void write(ClusterFolder folder, ClusterPlan plan) {
    try {
      Files.createDirectories(folder.conf());
      Files.createDirectories(folder.data("zookeeper"));
      Files.createDirectories(folder.checkpoints());
      StringBuilder yaml = new StringBuilder();
      FlinkSettings.of(folder, plan)
          .forEach((key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
      Files.writeString(folder.conf().resolve(FLINK), yaml, StandardCharsets.UTF_8);
      Files.writeString(zooKeeper(folder), zooKeeper(folder, plan), StandardCharsets.UTF_8);
      try (InputStream in = FlinkFiles.class.getResourceAsStream(LOGGING)) {
        Files.copy(in, logging(folder), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the configuration in " + folder.conf(), e);
    }
  }

  /** Returns the configuration of ZooKeeper. */
  public static Path zooKeeper(ClusterFolder folder) {
    return folder.conf().resolve(ZOOKEEPER);
  }

  /** Returns the configuration of logging. */
  public static Path logging(ClusterFolder folder) {
    return folder.conf().resolve(LOGGING);
  }

  /** Returns what stands in Flink's file. */
  public static Configuration flink(ClusterFolder folder) {
    return GlobalConfiguration.loadConfiguration(folder.conf().toString());
  }

  private static String zooKeeper(ClusterFolder folder, ClusterPlan plan) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("tickTime", "1000");
    settings.put("initLimit", "10");
    settings.put("syncLimit", "5");
    settings.put("dataDir", folder.data("zookeeper").toString());
    settings.put("clientPort", Integer.toString(plan.port("zookeeper")));
    settings.put("clientPortAddress", "127.0.0.1");
    settings.put("admin.enableServer", "false");
    // One server alone: it speaks to no other, but its kind wants to be told of itself.
    settings.put("server.1", "127.0.0.1:2888:3888");
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }
}
