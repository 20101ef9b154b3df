package io.tidewatch.scoring.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.schemas.ModelRelease;
import io.tidewatch.schemas.ModelRole;
import io.tidewatch.schemas.ReleaseRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelSlotsTest {
  private static final ReleaseRef A = release("a");
  private static final ReleaseRef B = release("b");
  private static final Change CHANGE = Change.of(Instant.EPOCH, "ann", "better on May");
  private static final Change OVERRIDE =
      new Change(Instant.EPOCH, "ann", Optional.of("checked by hand"), true);

  @Test
  void aChampionNamesTheOneBeforeItAndWhoMadeItAndWhy() {
    ModelSlots slots = champion(A);
    ModelRelease b = slots.place(B, ModelRole.CHAMPION, 0.3f, CHANGE);

    assertThat(champion(A).in(ModelRole.CHAMPION).orElseThrow().getPrevious()).isNull();
    assertThat(b.getPrevious()).isEqualTo(A);
    assertThat(b.getShare()).isEqualTo(1f);
    assertThat(b.getPushedBy()).isEqualTo("ann");
    assertThat(b.getWhy()).isEqualTo("better on May");
  }

  @Test
  void aChampionPushedAgainKeepsItsWayBack() {
    ModelSlots slots = champion(A, B);

    assertThat(slots.place(B, ModelRole.CHAMPION, 1f, CHANGE).getPrevious()).isEqualTo(A);
  }

  @Test
  void aRollbackBringsTheOneBeforeBackAndBansTheOther() {
    ModelSlots slots = champion(A, B);
    ModelRelease back = slots.rollback(CHANGE);

    assertThat(ModelSlots.ref(back)).isEqualTo(A);
    assertThat(back.getRole()).isEqualTo(ModelRole.CHAMPION);
    assertThat(back.getBanned()).containsExactly("sha-b");
    assertThat(back.getPrevious()).isNull();
  }

  @Test
  void aBannedReleaseIsForbiddenAsChampionAndChallengerUntilAnOverrideLiftsTheBan() {
    ModelSlots slots = champion(A, B);
    slots = slots.with(slots.rollback(CHANGE));

    assertThat(slots.forbids(slots.place(B, ModelRole.CHAMPION, 1f, CHANGE))).isTrue();
    assertThat(slots.forbids(slots.place(B, ModelRole.CHALLENGER, 0.1f, CHANGE))).isTrue();
    assertThat(slots.forbids(slots.place(B, ModelRole.SHADOW, 0f, CHANGE))).isFalse();
    assertThat(slots.forbids(slots.place(A, ModelRole.CHAMPION, 1f, CHANGE))).isFalse();

    ModelRelease lifted = slots.place(B, ModelRole.CHAMPION, 1f, OVERRIDE);
    assertThat(slots.forbids(lifted)).isFalse();
    assertThat(lifted.getBanned()).isEmpty();
    assertThat(lifted.getOverride()).isTrue();
  }

  @Test
  void bansGoOnFromChampionToChampionAndThroughRetirement() {
    ModelSlots slots = champion(A, B);
    slots = slots.with(slots.rollback(CHANGE));
    slots = slots.with(slots.place(release("c"), ModelRole.CHAMPION, 1f, CHANGE));
    slots = slots.with(slots.retire(ModelRole.CHAMPION, CHANGE));

    assertThat(slots.in(ModelRole.CHAMPION)).isEmpty();
    assertThat(slots.banned()).containsExactly("sha-b");
  }

  @Test
  void bansOutliveAMessageThatDoesNotCarryThemOn() {
    ModelSlots slots = champion(A, B);
    slots = slots.with(slots.rollback(CHANGE));
    ModelRelease naive = slots.place(release("c"), ModelRole.CHAMPION, 1f, CHANGE);
    naive.setBanned(List.of());

    assertThat(slots.with(naive).banned()).containsExactly("sha-b");
  }

  @Test
  void aRollbackToABannedOneLiftsItsBanBecauseItServedInBetween() {
    ModelSlots slots = champion(A, B);
    slots = slots.with(slots.rollback(CHANGE));
    slots = slots.with(slots.place(B, ModelRole.CHAMPION, 1f, OVERRIDE));
    slots = slots.with(slots.rollback(CHANGE));

    assertThat(slots.banned()).containsExactly("sha-b");
    assertThat(slots.forbids(slots.in(ModelRole.CHAMPION).orElseThrow())).isFalse();
  }

  @Test
  void keepsTheNewestHundredBans() {
    ModelSlots slots = champion(A);
    for (int i = 0; i < ModelSlots.MAX_BANNED + 5; i++) {
      slots = slots.with(slots.place(release("bad" + i), ModelRole.CHAMPION, 1f, CHANGE));
      slots = slots.with(slots.rollback(CHANGE));
    }

    assertThat(slots.banned())
        .hasSize(ModelSlots.MAX_BANNED)
        .contains("sha-bad104")
        .doesNotContain("sha-bad4");
  }

  @Test
  void promotingMakesTheChallengerChampionAndThenEmptiesItsSlot() {
    ModelSlots slots = champion(A);
    slots = slots.with(slots.place(B, ModelRole.CHALLENGER, 0.1f, CHANGE));
    List<ModelRelease> messages = slots.promote(ModelRole.CHALLENGER, CHANGE);

    assertThat(messages)
        .extracting(ModelRelease::getRole)
        .containsExactly(ModelRole.CHAMPION, ModelRole.RETIRED);
    assertThat(messages.get(0).getPrevious()).isEqualTo(A);
    assertThat(messages.get(1).getRetiredFrom()).isEqualTo(ModelRole.CHALLENGER);
    slots = slots.with(messages.get(0)).with(messages.get(1));
    assertThat(ModelSlots.ref(slots.in(ModelRole.CHAMPION).orElseThrow())).isEqualTo(B);
    assertThat(slots.in(ModelRole.CHALLENGER)).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> champion(A).rollback(CHANGE))
        .isInstanceOf(SlotChangeException.class)
        .hasMessageContaining("nothing to roll back to")
        .hasMessageContaining("churn a");
    assertThatThrownBy(() -> ModelSlots.none("churn").rollback(CHANGE))
        .hasMessageContaining("no champion of churn");
    assertThatThrownBy(() -> champion(A).promote(ModelRole.CHALLENGER, CHANGE))
        .hasMessageContaining("no challenger of churn to promote");
    assertThatThrownBy(() -> champion(A).retire(ModelRole.SHADOW, CHANGE))
        .hasMessageContaining("no shadow of churn");
  }

  @Test
  void aBannedChallengerIsNotPromotedWithoutAnOverride() {
    ModelSlots slots = champion(A, B);
    slots = slots.with(slots.rollback(CHANGE));
    slots = slots.with(slots.place(B, ModelRole.SHADOW, 0f, CHANGE));
    ModelSlots banned = slots;

    assertThatThrownBy(() -> banned.promote(ModelRole.SHADOW, CHANGE))
        .hasMessageContaining("--override");
    assertThat(banned.promote(ModelRole.SHADOW, OVERRIDE)).hasSize(2);
  }

  private static ModelSlots champion(ReleaseRef... oneAfterTheOther) {
    ModelSlots slots = ModelSlots.none("churn");
    for (ReleaseRef release : oneAfterTheOther) {
      slots = slots.with(slots.place(release, ModelRole.CHAMPION, 1f, CHANGE));
    }
    return slots;
  }

  private static ReleaseRef release(String version) {
    return new ReleaseRef(version, "file:/" + version + ".zip", "sha-" + version);
  }
}
