package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.gateway.query.Store.Entry;
import io.tidewatch.connectors.kafka.CustomerKeys;
import io.tidewatch.connectors.kafka.personal.UnusableKeyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads the store and makes the JSON of answers. Thread-safe. */
final class Answers {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> CLOSING = Set.of("ACCEPTED", "DECLINED", "CONVERTED");
  private static final List<String> CONTACTS = List.of("name", "email", "phone");
  private static final String PROFILE_FIELD = "CustomerProfile.";

  private final Store store;
  private final Supplier<Optional<CustomerKeys>> keys;

  /**
   * Creates one.
   *
   * @param keys what encrypted contacts are read with, if there is a master key
   */
  Answers(Store store, Supplier<Optional<CustomerKeys>> keys) {
    this.store = store;
    this.keys = keys;
  }

  /** Parses JSON that this package wrote. */
  static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("the store holds what is no JSON", e);
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the store holds what is no JSON", e);
    }
  }

  /**
   * Returns what is known of a customer.
   *
   * @param contacts with name, e-mail address and telephone number
   * @param now for offers that have expired
   * @return empty if nothing is known
   */
  Optional<ObjectNode> customer(String customerId, boolean contacts, Instant now) {
    ObjectNode answer = JSON.createObjectNode().put("customerId", customerId);
    boolean known = false;
    for (View view : View.ofCustomers()) {
      Optional<byte[]> found = store.get(Keys.of(view, customerId));
      known |= found.isPresent();
      if (view.newest() == 1) {
        answer.set(view.field(), found.map(Answers::parse).orElse(JSON.nullNode()));
      } else {
        answer.set(view.field(), list(found));
      }
    }
    if (answer.get(View.PROFILE.field()) instanceof ObjectNode profile) {
      if (contacts) {
        CONTACTS.forEach(field -> makeReadable(profile, field, customerId));
      } else {
        profile.remove(CONTACTS);
      }
    }
    answer.set("openOffers", open(answer, now));
    return known ? Optional.of(answer) : Optional.empty();
  }

  /** The store holds what the topic does; without its key a contact is as if there were none. */
  private void makeReadable(ObjectNode profile, String field, String customerId) {
    String text = profile.path(field).asText(null);
    if (CustomerKeys.isEncrypted(text)) {
      profile.put(field, readable(text, customerId, PROFILE_FIELD + field).orElse(null));
    }
  }

  private Optional<String> readable(String sealed, String customerId, String field) {
    try {
      return keys.get().flatMap(found -> found.decrypt(sealed, customerId, field));
    } catch (UnusableKeyException e) {
      return Optional.empty(); // of another master key, as if it were destroyed
    }
  }

  /** Offers that were made, may still be sent, and got no answer. */
  private static ArrayNode open(ObjectNode answer, Instant now) {
    Set<String> closed = new HashSet<>();
    for (JsonNode outcome : answer.get(View.OUTCOMES.field())) {
      if (CLOSING.contains(outcome.path("kind").asText())) {
        closed.add(outcome.path("decisionId").asText());
      }
    }
    ArrayNode open = JSON.createArrayNode();
    for (JsonNode offer : answer.get(View.OFFERS_MADE.field())) {
      boolean expired = Instant.parse(offer.path("expiresAt").asText()).isBefore(now);
      if (!expired && !closed.contains(offer.path("decisionId").asText())) {
        open.add(offer);
      }
    }
    return open;
  }

  /**
   * Returns scores, the highest churn probability first.
   *
   * @param after cursor of the page before
   */
  ObjectNode atRisk(Optional<byte[]> after, int limit) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode customers = answer.putArray("customers");
    List<Entry> page = store.scan(Keys.riskPrefix(), after, limit);
    for (Entry entry : page) {
      String customerId = Keys.customer(entry.key());
      store
          .get(Keys.of(View.SCORE, customerId))
          .map(Answers::parse)
          // A customer may be scored or erased between the look at the order and this one.
          .filter(score -> Arrays.equals(entry.key(), Keys.risk(score)))
          .ifPresent(customers::add);
    }
    return withNext(answer, page, limit);
  }

  /**
   * Returns the offers in the market, in the order of their ids.
   *
   * @param after cursor of the page before
   */
  ObjectNode offers(Optional<byte[]> after, int limit) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode offers = answer.putArray("offers");
    List<Entry> page = store.scan(Keys.prefix(View.OFFER), after, limit);
    page.forEach(entry -> offers.add(parse(entry.value())));
    return withNext(answer, page, limit);
  }

  /** Returns what each slot of each model holds, and the newest steps of releases. */
  ObjectNode models() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode slots = answer.putArray("slots");
    for (Entry entry : all(View.SLOT)) {
      slots.addObject().put("slot", Keys.text(entry.key())).set("release", parse(entry.value()));
    }
    ArrayNode steps = answer.putArray("status");
    all(View.MODEL_STATUS).forEach(entry -> steps.addAll(list(Optional.of(entry.value()))));
    return answer;
  }

  private List<Entry> all(View view) {
    return store.scan(Keys.prefix(view), Optional.empty(), Integer.MAX_VALUE);
  }

  private static ArrayNode list(Optional<byte[]> value) {
    ArrayNode list = JSON.createArrayNode();
    Projection.lines(value).forEach(line -> list.add(parse(line)));
    return list;
  }

  private static ObjectNode withNext(ObjectNode answer, List<Entry> page, int limit) {
    if (page.size() == limit) {
      Pages.next(answer, page.get(page.size() - 1).key());
    }
    return answer;
  }
}
