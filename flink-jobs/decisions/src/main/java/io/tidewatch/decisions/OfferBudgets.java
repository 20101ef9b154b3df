package io.tidewatch.decisions;

import io.tidewatch.schemas.Offer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How many times each limited offer may still be made by one of several equal parts of the job, so
 * that all of them together never exceed its budget or inventory, without a word between them.
 *
 * <pre>
 *   limit ─┬─ spent before this start, by all parts together
 *          └─ the rest, in equal shares ── share of this part ─┬─ leased: may be made now
 *                                                              └─ not yet leased
 * </pre>
 *
 * <p>A piece is made only after a checkpoint that counts it as spent is complete: {@link #lease}
 * before a checkpoint, {@link #confirm} behind it. So whatever happens after it, a job that goes on
 * from it cannot make that piece again. What was leased and not made is lost with the job that held
 * it: at most twice what the last interval took, or a 64th of the share.
 *
 * <p>One thread. Not a pure rule: who gets the last piece depends on who comes first.
 */
public final class OfferBudgets {
  private static final int SHARE_OF_FIRST_LEASE = 64;

  private final int part;
  private final int parts;
  private final Map<String, Ledger> ledgers = new HashMap<>();
  private long pendingSince = -1; // checkpoint with leases that are not confirmed, -1 if none

  /**
   * How a limited offer stands in this part, in pieces; those of all parts add up to its limit.
   *
   * @param leased to be made and not made yet; among those that are left
   * @param spent made, or given up at an earlier start
   * @param left still to be made by this part
   */
  public record Standing(long leased, long spent, long left) {}

  /** What was made of one offer. Pieces. */
  private static final class Ledger {
    private long limit; // of the newest version
    private long before; // spent by all parts before this start
    private long leased; // of this part since then; may not be made before it is confirmed
    private long confirmed; // leased, and may be made
    private long made;
    private long madeAtLease;

    long share(int part, int parts) {
      long rest = Math.max(0, limit - before);
      return rest / parts + (part < rest % parts ? 1 : 0);
    }

    boolean extend(long share) {
      long demand = Math.max(2 * (made - madeAtLease), ceil(share, SHARE_OF_FIRST_LEASE));
      madeAtLease = made;
      long wanted = Math.min(share, made + demand);
      if (wanted <= leased) {
        return false;
      }
      leased = wanted;
      return true;
    }

    private static long ceil(long of, int by) {
      return (of + by - 1) / by;
    }
  }

  /**
   * Starts with nothing spent.
   *
   * @param part this part, from 0
   * @param parts how many there are
   */
  public OfferBudgets(int part, int parts) {
    this.part = part;
    this.parts = parts;
  }

  /** Returns how many times an offer may be made in all; empty if there is no limit. */
  public static OptionalLong limit(Offer offer) {
    if (offer.getInventory() == null && offer.getBudgetMinor() == null) {
      return OptionalLong.empty();
    }
    long pieces = offer.getInventory() == null ? Long.MAX_VALUE : offer.getInventory();
    return OptionalLong.of(
        offer.getBudgetMinor() == null
            ? pieces
            : Math.min(pieces, offer.getBudgetMinor() / offer.getCostMinor()));
  }

  /** Says which offers there are now. What was made of one that is no more stays counted. */
  public void offers(Collection<Offer> offers) {
    for (Offer offer : offers) {
      limit(offer).ifPresent(limit -> ledger(offer.getOfferId()).limit = limit);
    }
  }

  private Ledger ledger(String offerId) {
    return ledgers.computeIfAbsent(offerId, id -> new Ledger());
  }

  /** Returns whether the offer may be made once more. */
  public boolean has(Offer offer) {
    if (limit(offer).isEmpty()) {
      return true;
    }
    Ledger ledger = ledgers.get(offer.getOfferId());
    return ledger != null && ledger.made < Math.min(ledger.confirmed, ledger.share(part, parts));
  }

  /** Counts an offer as made. */
  public void made(Offer offer) {
    if (limit(offer).isPresent()) {
      ledger(offer.getOfferId()).made++;
    }
  }

  /** Returns how each limited offer stands, also those that are no more. */
  public Map<String, Standing> standings() {
    Map<String, Standing> standings = new TreeMap<>();
    ledgers.forEach(
        (offerId, ledger) ->
            standings.put(
                offerId,
                new Standing(
                    Math.max(0, ledger.leased - ledger.made),
                    ledger.made + (part == 0 ? ledger.before : 0),
                    Math.max(0, ledger.share(part, parts) - ledger.made))));
    return standings;
  }

  /** Leases what may be made behind a checkpoint, unless an earlier lease is not yet confirmed. */
  public void lease(long checkpointId) {
    if (pendingSince >= 0) {
      return;
    }
    for (Ledger ledger : ledgers.values()) {
      if (ledger.extend(ledger.share(part, parts))) {
        pendingSince = checkpointId;
      }
    }
  }

  /** Says that a checkpoint is complete. */
  public void confirm(long checkpointId) {
    if (pendingSince >= 0 && checkpointId >= pendingSince) {
      pendingSince = -1;
      ledgers.values().forEach(ledger -> ledger.confirmed = ledger.leased);
    }
  }

  /** Returns what a checkpoint is to keep of this part: pieces spent, by offer id. */
  public Map<String, Long> spent() {
    Map<String, Long> spent = new TreeMap<>();
    ledgers.forEach(
        (offerId, ledger) -> spent.put(offerId, ledger.leased + (part == 0 ? ledger.before : 0)));
    return spent;
  }

  /** Adds what a checkpoint kept of one of the parts; to be called for all of them at the start. */
  public void restore(String offerId, long spent) {
    ledger(offerId).before += spent;
  }
}
