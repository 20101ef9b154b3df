package io.tidewatch.scoring.artifacts;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Flink's file system plugins in a process that no Flink script started. A Flink cluster and {@code
 * flink run} load them themselves.
 */
public final class FileSystemPlugins {
  private FileSystemPlugins() {}

  /**
   * Loads the plugins in the folder that the environment variable {@code FLINK_PLUGINS_DIR} names,
   * or else in {@code plugins}; none if there is no such folder. For the whole process.
   *
   * @param settings of the file systems, such as {@code s3.endpoint}
   */
  public static void load(Configuration settings) {
    FileSystem.initialize(settings, PluginUtils.createPluginManagerFromRootFolder(settings));
  }
}
