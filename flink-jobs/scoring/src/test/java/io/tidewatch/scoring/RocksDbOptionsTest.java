package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.state.rocksdb.PredefinedOptions;
import org.apache.flink.state.rocksdb.RocksDBResourceContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

class RocksDbOptionsTest {
  private final List<AutoCloseable> handles = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable handle : handles) {
      handle.close();
    }
  }

  @Test
  void isWhatTheJobUsesUnlessAnotherIsNamed() {
    String key = "state.backend.rocksdb.options-factory";
    Map<String, String> required =
        Map.of("kafka.bootstrap.servers", "host:1", "schema.registry.url", "http://host:2");
    assertThat(ScoringJob.flinkSettings(ScoringConfig.of(required)).toMap())
        .containsEntry(key, "io.tidewatch.scoring.RocksDbOptions");
  }

  @Test
  void isFoundInAJobsJarThatIsLoadedChildFirst() throws Exception {
    URL jar = RocksDbOptions.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader job =
        ClientUtils.buildUserCodeClassLoader(
            List.of(jar), List.of(), getClass().getClassLoader(), new Configuration())) {
      var backend =
          new EmbeddedRocksDBStateBackend()
              .configure(Configuration.fromMap(FlinkSettings.DEFAULTS), job);
      assertThat(backend.getRocksDBOptions().getClass().getName())
          .isEqualTo(RocksDbOptions.class.getName());
      assertThat(backend.getRocksDBOptions()).isNotInstanceOf(RocksDbOptions.class);
      RocksDB.loadLibrary();
      handles.add(backend.getRocksDBOptions().createDBOptions(new DBOptions(), handles));
    }
  }

  @Test
  void isSetUpForPointReads() {
    ColumnFamilyOptions columns = columns(Map.of());
    BlockBasedTableConfig tables = (BlockBasedTableConfig) columns.tableFormatConfig();
    assertThat(tables.filterPolicy()).isNotNull();
    assertThat(tables.wholeKeyFiltering()).isTrue();
    assertThat(tables.cacheIndexAndFilterBlocks()).isTrue();
    assertThat(columns.memtableWholeKeyFiltering()).isTrue();
    assertThat(columns.memtablePrefixBloomSizeRatio()).isPositive();
    assertThat(columns.levelCompactionDynamicLevelBytes()).isTrue();
    assertThat(columns.compressionType()).isEqualTo(CompressionType.NO_COMPRESSION);
  }

  @Test
  void holdsOverWhatFlinkSetsBefore() throws Exception {
    try (var container =
        new RocksDBResourceContainer(
            new Configuration(),
            PredefinedOptions.DEFAULT,
            new RocksDbOptions().configure(new Configuration()),
            null,
            null,
            false)) {
      ColumnFamilyOptions columns = container.getColumnOptions();
      assertThat(columns.compressionPerLevel()).isEmpty();
      assertThat(columns.compressionType()).isEqualTo(CompressionType.NO_COMPRESSION);
      assertThat(columns.levelCompactionDynamicLevelBytes()).isTrue();
      assertThat(columns.maxWriteBufferNumber()).isEqualTo(4);
      assertThat(columns.level0FileNumCompactionTrigger()).isEqualTo(10);
      assertThat(columns.level0SlowdownWritesTrigger()).isGreaterThan(10);
      assertThat(columns.maxBytesForLevelBase()).isEqualTo(2L << 30);
    }
  }

  @Test
  void leavesToEveryKeyOfFlinkWhatItSets() {
    ColumnFamilyOptions columns =
        columns(
            Map.of(
                "state.backend.rocksdb.block.blocksize", "16kb",
                "state.backend.rocksdb.writebuffer.size", "8mb",
                "state.backend.rocksdb.compaction.level.max-size-level-base", "1gb",
                "state.backend.rocksdb.compression.per.level", "LZ4_COMPRESSION"));
    assertThat(((BlockBasedTableConfig) columns.tableFormatConfig()).blockSize())
        .isEqualTo(16 * 1_024);
    assertThat(columns.writeBufferSize()).isEqualTo(8 * 1_024 * 1_024);
    assertThat(columns.maxBytesForLevelBase()).isEqualTo(1L << 30);
    // Flink has set it before this class is asked.
    assertThat(columns.compressionType()).isEqualTo(CompressionType.SNAPPY_COMPRESSION);
    assertThat(database(Map.of("state.backend.rocksdb.files.open", "77")).maxOpenFiles())
        .isEqualTo(77);
  }

  private ColumnFamilyOptions columns(Map<String, String> settings) {
    RocksDB.loadLibrary();
    ColumnFamilyOptions options =
        new RocksDbOptions()
            .configure(Configuration.fromMap(settings))
            .createColumnOptions(new ColumnFamilyOptions(), handles);
    handles.add(options);
    return options;
  }

  private DBOptions database(Map<String, String> settings) {
    RocksDB.loadLibrary();
    DBOptions options =
        new RocksDbOptions()
            .configure(Configuration.fromMap(settings))
            .createDBOptions(new DBOptions(), handles);
    handles.add(options);
    return options;
  }
}
