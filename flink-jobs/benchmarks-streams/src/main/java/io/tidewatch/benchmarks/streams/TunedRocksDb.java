package io.tidewatch.benchmarks.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * RocksDB as the scoring job has it ({@code io.tidewatch.scoring.RocksDbOptions}, which says why):
 * the same options, and the same memory, shared by the stores of all partitions.
 */
public final class TunedRocksDb implements RocksDBConfigSetter {
  /** Memory for blocks and write buffers together, in bytes. */
  static final long MEMORY = 1_024L << 20;

  // Streams makes one setter for each store; only statics are shared, as its documentation shows.
  private static final Cache CACHE;
  private static final WriteBufferManager BUFFERS;

  static {
    RocksDB.loadLibrary();
    // As Flink divides the memory between write buffers and blocks.
    CACHE = new LRUCache((long) (MEMORY * 5 / 6.0), -1, false, 0.1);
    BUFFERS = new WriteBufferManager((long) (MEMORY / 3.0), CACHE);
  }

  private final BloomFilter filter = new BloomFilter(10);

  /** Creates the setter; Streams does. */
  public TunedRocksDb() {}

  /** Sets the options of one store. */
  void apply(Options options) {
    BlockBasedTableConfig tables =
        options.tableFormatConfig() instanceof BlockBasedTableConfig present
            ? present
            : new BlockBasedTableConfig();
    tables
        .setBlockCache(CACHE)
        .setFilterPolicy(filter)
        .setWholeKeyFiltering(true)
        .setBlockSize(4 << 10)
        .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
    options
        .setTableFormatConfig(tables)
        .setWriteBufferManager(BUFFERS)
        .setCompactionStyle(CompactionStyle.LEVEL)
        .setCompressionType(CompressionType.NO_COMPRESSION)
        .setWriteBufferSize(64L << 20)
        .setMaxWriteBufferNumber(4)
        .setMinWriteBufferNumberToMerge(1)
        .setMemtablePrefixBloomSizeRatio(0.01)
        .setMemtableWholeKeyFiltering(true)
        .setLevel0FileNumCompactionTrigger(10)
        .setLevel0SlowdownWritesTrigger(30)
        .setLevel0StopWritesTrigger(40)
        .setMaxBytesForLevelBase(2L << 30)
        .setLevelCompactionDynamicLevelBytes(true)
        .setMaxBackgroundJobs(2)
        .setMaxOpenFiles(-1)
        .setStatsDumpPeriodSec(0);
  }

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    apply(options);
  }

  @Override
  public void close(String storeName, Options options) {
    filter.close(); // cache and buffers are shared and end with the process
  }
}
