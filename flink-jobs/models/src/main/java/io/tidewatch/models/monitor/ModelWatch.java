package io.tidewatch.models.monitor;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Watches the releases that serve under one name, one after the other. Gathers what they did into
 * windows, lets the guards judge every full one, and remembers the last good one as the baseline of
 * the next release. Mutable, one thread.
 *
 * <p>A release is on probation for its first scorings. One that served well before, and comes back
 * after another, is trusted: it is what a rollback goes back to, and its like will not be better.
 * Truth and scores that are no numbers are judged at all times.
 */
public final class ModelWatch {
  private static final int TRUSTED = 16;
  private static final int JUDGE_TRUTH_EVERY = 100;
  // Inputs are counted of a share of the scorings: it takes longer until there are enough.
  private static final int DRIFT_WINDOWS = 64;
  private static final int VERSION = 1;

  private final GuardRules rules;
  private final Deque<String> trusted = new ArrayDeque<>();
  private String sha256 = "";
  private Optional<Reference> reference = Optional.empty();
  private Optional<Baseline> before = Optional.empty();
  private Optional<ModelWindow> lastGood = Optional.empty();
  private ModelWindow window = new ModelWindow(Optional.empty());
  private ModelWindow drift = new ModelWindow(Optional.empty());
  private Optional<ModelWindow> lastDrift = Optional.empty();
  private TruthSample truth = new TruthSample();
  private long scorings;
  private boolean tripped;

  /** Watches nobody yet. */
  public ModelWatch(GuardRules rules) {
    this.rules = rules;
  }

  /**
   * Another release serves from now on; the same one again changes nothing.
   *
   * @param sha256 digest of the release
   * @param newReference the release's, if it has one
   */
  public void serve(String sha256, Optional<Reference> newReference) {
    if (this.sha256.equals(sha256)) {
      return;
    }
    // Who tripped, and who never had a good window, is nothing to compare with, nor to trust.
    before = tripped ? Optional.empty() : lastGood.map(good -> Baseline.of(good, reference));
    if (before.isPresent()) {
      trust();
    }
    this.sha256 = sha256;
    reference = newReference;
    window = new ModelWindow(newReference);
    drift = new ModelWindow(newReference);
    lastDrift = Optional.empty();
    lastGood = Optional.empty();
    truth = new TruthSample();
    scorings = 0;
    tripped = false;
  }

  /** Nobody serves from now on. */
  public void retire() {
    serve("", Optional.empty());
  }

  /** Returns the digest of the release that is watched, empty for nobody. */
  public String sha256() {
    return sha256;
  }

  /** Returns the reference of the release that is watched. */
  public Optional<Reference> reference() {
    return reference;
  }

  /** Returns how many scorings of the release were seen. */
  public long scorings() {
    return scorings;
  }

  /** Returns whether a guard has tripped on the release. */
  public boolean tripped() {
    return tripped;
  }

  /** Returns the matured scores of the release; changes with this watch. */
  public TruthSample truth() {
    return truth;
  }

  /** Returns whether the release still has to show that it behaves. */
  public boolean onProbation() {
    return scorings <= rules.probationScorings() && !trusted.contains(sha256);
  }

  /**
   * Adds what the release did.
   *
   * @param part of the release that is watched
   * @param raiseAt churn probability at which alerts are raised
   * @return what the guards say if this filled the window, or if a score is no number; nothing
   *     otherwise, and nothing more once a guard has tripped
   */
  public List<Verdict> add(ModelWindow part, double raiseAt) {
    window.add(part);
    addDrift(part);
    scorings += part.count();
    boolean full = window.count() >= rules.windowScorings();
    if (tripped || !full && window.notFinite() == 0) {
      return List.of();
    }
    WindowGuards guards = new WindowGuards(rules, reference, before);
    List<Verdict> verdicts =
        full && onProbation() ? guards.judge(window, raiseAt) : List.of(guards.notFinite(window));
    tripped = verdicts.stream().anyMatch(Verdict::tripped);
    if (full) {
      if (!tripped) {
        lastGood = Optional.of(window);
      }
      window = new ModelWindow(reference);
    }
    return verdicts;
  }

  private void addDrift(ModelWindow part) {
    drift.add(part);
    if (drift.count() >= (long) DRIFT_WINDOWS * rules.windowScorings()) {
      lastDrift = Optional.of(drift);
      drift = new ModelWindow(reference);
    }
  }

  private void trust() {
    if (!trusted.contains(sha256)) {
      trusted.addLast(sha256);
      if (trusted.size() > TRUSTED) {
        trusted.removeFirst();
      }
    }
  }

  /**
   * Adds a score of which the truth is known now.
   *
   * @return what the guards say, every {@value #JUDGE_TRUTH_EVERY} scores; nothing otherwise
   */
  public List<Verdict> matured(float score, boolean churned) {
    truth.add(score, churned);
    if (tripped || truth.added() % JUDGE_TRUTH_EVERY != 0) {
      return List.of();
    }
    List<Verdict> verdicts = truth.judge(reference, rules);
    tripped = verdicts.stream().anyMatch(Verdict::tripped);
    return verdicts;
  }

  /**
   * Returns what the release did in a stretch that is {@value #DRIFT_WINDOWS} windows long, the
   * newest full one or the one at hand: for looking at drift. Changes with this watch.
   */
  public ModelWindow recent() {
    return lastDrift.orElse(drift);
  }

  /** Writes everything but the rules. */
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    out.writeInt(trusted.size());
    for (String digest : trusted) {
      out.writeUTF(digest);
    }
    out.writeUTF(sha256);
    ReferenceLayout.write(reference, out);
    out.writeLong(scorings);
    out.writeBoolean(tripped);
    window.write(out);
    drift.write(out);
    out.writeBoolean(lastDrift.isPresent());
    if (lastDrift.isPresent()) {
      lastDrift.get().write(out);
    }
    out.writeBoolean(lastGood.isPresent());
    if (lastGood.isPresent()) {
      lastGood.get().write(out);
    }
    out.writeBoolean(before.isPresent());
    if (before.isPresent()) {
      before.get().write(out);
    }
    truth.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static ModelWatch read(DataInput in, GuardRules rules) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException("state of a guard has version " + version + ", known is " + VERSION);
    }
    ModelWatch watch = new ModelWatch(rules);
    for (int left = in.readInt(); left > 0; left--) {
      watch.trusted.addLast(in.readUTF());
    }
    watch.sha256 = in.readUTF();
    Optional<Reference> reference = ReferenceLayout.read(in);
    watch.reference = reference;
    watch.scorings = in.readLong();
    watch.tripped = in.readBoolean();
    watch.window = ModelWindow.read(in, reference);
    watch.drift = ModelWindow.read(in, reference);
    watch.lastDrift =
        in.readBoolean() ? Optional.of(ModelWindow.read(in, reference)) : Optional.empty();
    watch.lastGood =
        in.readBoolean() ? Optional.of(ModelWindow.read(in, reference)) : Optional.empty();
    watch.before = in.readBoolean() ? Optional.of(Baseline.read(in)) : Optional.empty();
    watch.truth = TruthSample.read(in);
    return watch;
  }
}
