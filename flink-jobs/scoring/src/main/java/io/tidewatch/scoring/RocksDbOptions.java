package io.tidewatch.scoring;

import java.util.Collection;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.state.rocksdb.ConfigurableRocksDBOptionsFactory;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptionsFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.TableFormatConfig;

/**
 * How RocksDB is set up for what this job does with it: point reads and whole writes of values of
 * about 1 KiB under keys of about 20 bytes, never a scan of customers. In use by default through
 * {@code state.backend.rocksdb.options-factory}; whoever names another factory has all of it, and
 * each value that has a key of Flink's own ({@code flink.state.backend.rocksdb....}) can be set
 * alone.
 *
 * <p>What Flink sets after this class, when memory is managed (its default): the block cache and
 * the write buffer manager, shared by all RocksDB instances of a slot and together as large as the
 * slot's managed memory; and that index and filter blocks live in that cache, at high priority,
 * those of level 0 pinned. So nothing here sizes a cache, and memory stays bounded by {@code
 * taskmanager.memory.managed.size}, whatever stands below. Writes go without a log in any case: the
 * checkpoint is the log.
 *
 * <p>CPU time of all threads per call in microseconds, 500,000 random states of 1 KiB, keys drawn
 * evenly, 256 MB (RocksDbTimings in the tests; one run on a busy machine, so a few us either way
 * are noise; Snappy was still on in all but the row of LZ4, whatever this class said):
 *
 * <pre>
 *                                     get    put   get and put
 *   Flink's defaults                 22.7    5.4          29.0
 *   this class                       11.1    5.9          22.9
 *   blocks of 16 KiB                 14.0    5.2          23.4
 *   LZ4                              11.9    6.2          18.5
 *   universal compaction             12.6    5.8          31.1
 *   first level of 1 GB              14.9    6.1          25.0
 * </pre>
 *
 * <p>Loaded from the job's jar by name; refers to nothing but Flink and RocksDB, which come from
 * the cluster. Immutable once configured.
 */
public final class RocksDbOptions implements ConfigurableRocksDBOptionsFactory {
  private static final long serialVersionUID = 1L;

  /** About 1 % wrong answers: a read of an unknown customer ends at a filter in memory. */
  private static final double BLOOM_BITS_PER_KEY = 10;

  /**
   * Four values a block. A read that misses the cache copies and checks no more than one block; the
   * index this asks for is about 30 bytes a block, under 1 % of the values.
   */
  private static final MemorySize BLOCK_SIZE = MemorySize.parse("4kb");

  /**
   * Some 60,000 states, about as many as are written between two checkpoints: a state that is
   * written often leaves the buffer once. Larger ones would take the share of managed memory that
   * is for writing (2/5) for themselves, and Flink's write buffer manager would cut them short.
   */
  private static final MemorySize WRITE_BUFFER_SIZE = MemorySize.ofMebiBytes(64);

  /** One that fills and some that are being written: a burst does not stop the job. */
  private static final int WRITE_BUFFERS = 4;

  /**
   * A bloom filter over each write buffer of 1 % of its size, about 80 bits a state, so that a read
   * of what is not in the buffer does not descend its skip list. It is taken from the buffer's
   * memory when the buffer is made, by every state and timer queue, so it must be small.
   */
  private static final double WRITE_BUFFER_BLOOM = 0.01;

  /**
   * Flush and compaction; they share the cores with the job, at its priority. At a lower one
   * merging starves where the cores are busy, until writes stop.
   */
  private static final int BACKGROUND_JOBS = 2;

  /**
   * Files of level 0 that are merged together. What is written are customers from all over the key
   * space, so every merge reads and writes the level below whole: it has to bring much that is new.
   * With RocksDB's 4 a state was rewritten a dozen times on its way down. A read asks the bloom
   * filter of each of these files, which is pinned in memory.
   */
  private static final int LEVEL_0_FILES = 10;

  /** From here on writes are held back: merging has been late by two merges. */
  private static final int LEVEL_0_SLOW = 3 * LEVEL_0_FILES;

  private static final int LEVEL_0_STOP = 4 * LEVEL_0_FILES;

  /**
   * What one level may hold before there is another one between it and level 0: two million
   * customers of a subtask. Each further level rewrites a state ten times.
   */
  private static final MemorySize FIRST_LEVEL = MemorySize.parse("2gb");

  private Configuration configuration = new Configuration();

  /** Creates the factory; Flink does. */
  public RocksDbOptions() {}

  /** Takes the values that somebody set on their own; for the rest those of this class hold. */
  @Override
  public RocksDBOptionsFactory configure(ReadableConfig settings) {
    configuration = new Configuration();
    take(settings, RocksDBConfigurableOptions.BLOOM_FILTER_BITS_PER_KEY);
    take(settings, RocksDBConfigurableOptions.BLOCK_SIZE);
    take(settings, RocksDBConfigurableOptions.WRITE_BUFFER_SIZE);
    take(settings, RocksDBConfigurableOptions.MAX_WRITE_BUFFER_NUMBER);
    take(settings, RocksDBConfigurableOptions.USE_DYNAMIC_LEVEL_SIZE);
    take(settings, RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL);
    take(settings, RocksDBConfigurableOptions.MAX_BACKGROUND_THREADS);
    take(settings, RocksDBConfigurableOptions.MAX_OPEN_FILES);
    take(settings, RocksDBConfigurableOptions.MAX_SIZE_LEVEL_BASE);
    return this;
  }

  private <T> void take(ReadableConfig settings, ConfigOption<T> option) {
    settings.getOptional(option).ifPresent(value -> configuration.set(option, value));
  }

  private <T> T get(ConfigOption<T> option, T otherwise) {
    return configuration.getOptional(option).orElse(otherwise);
  }

  @Override
  public DBOptions createDBOptions(DBOptions options, Collection<AutoCloseable> handles) {
    return options
        .setMaxBackgroundJobs(
            get(RocksDBConfigurableOptions.MAX_BACKGROUND_THREADS, BACKGROUND_JOBS))
        // Every file stays open: opening one again reads its footer and index. A limit would save
        // file handles, of which a million customers take some dozens.
        .setMaxOpenFiles(get(RocksDBConfigurableOptions.MAX_OPEN_FILES, -1))
        // A line of statistics every ten minutes into a log that nobody reads.
        .setStatsDumpPeriodSec(0);
  }

  @Override
  public ColumnFamilyOptions createColumnOptions(
      ColumnFamilyOptions options, Collection<AutoCloseable> handles) {
    options
        .setTableFormatConfig(tables(options.tableFormatConfig(), handles))
        .setWriteBufferSize(
            get(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, WRITE_BUFFER_SIZE).getBytes())
        .setMaxWriteBufferNumber(
            get(RocksDBConfigurableOptions.MAX_WRITE_BUFFER_NUMBER, WRITE_BUFFERS))
        // Merging buffers before they are written saves writes only where keys repeat among them;
        // repeated keys are what the operator's cache has taken out.
        .setMinWriteBufferNumberToMerge(1)
        .setMemtablePrefixBloomSizeRatio(WRITE_BUFFER_BLOOM)
        .setMemtableWholeKeyFiltering(true)
        .setLevel0FileNumCompactionTrigger(LEVEL_0_FILES)
        .setLevel0SlowdownWritesTrigger(LEVEL_0_SLOW)
        .setLevel0StopWritesTrigger(LEVEL_0_STOP)
        .setMaxBytesForLevelBase(
            get(RocksDBConfigurableOptions.MAX_SIZE_LEVEL_BASE, FIRST_LEVEL).getBytes())
        // The last level holds nine tenths of the data at any size of it: at most 1.1 times the
        // space, and a read looks at few levels.
        .setLevelCompactionDynamicLevelBytes(
            get(RocksDBConfigurableOptions.USE_DYNAMIC_LEVEL_SIZE, true));
    if (!configuration.contains(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL)) {
      // Recurrent states are most of a value, and floats of a network do not compress; trying costs
      // CPU time at every flush, compaction and read.
      // Flink has named Snappy for each level by now, which would win over the one for all.
      options.setCompressionPerLevel(List.of()).setCompressionType(CompressionType.NO_COMPRESSION);
    }
    return options;
  }

  private BlockBasedTableConfig tables(
      TableFormatConfig present, Collection<AutoCloseable> handles) {
    BlockBasedTableConfig tables =
        present instanceof BlockBasedTableConfig blockBased
            ? blockBased
            : new BlockBasedTableConfig();
    BloomFilter filter =
        new BloomFilter(
            get(RocksDBConfigurableOptions.BLOOM_FILTER_BITS_PER_KEY, BLOOM_BITS_PER_KEY));
    handles.add(filter);
    return tables
        .setFilterPolicy(filter)
        // Keys are never looked up by a prefix.
        .setWholeKeyFiltering(true)
        .setBlockSize(get(RocksDBConfigurableOptions.BLOCK_SIZE, BLOCK_SIZE).getBytes())
        // A hash from key to restart point in each block, in place of a binary search.
        .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
        // So that memory is bounded without Flink's managed memory too.
        .setCacheIndexAndFilterBlocks(true)
        .setCacheIndexAndFilterBlocksWithHighPriority(true)
        .setPinL0FilterAndIndexBlocksInCache(true);
  }
}
