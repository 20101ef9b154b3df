package io.tidewatch.customer;

/**
 * What a step of the churn model was. Eight kinds, so that a kind takes three bits; the order is
 * part of the state layout and of the step input.
 */
enum StepKind {
  VIEW("page view, search, or something taken out of the cart"),
  CART("something put into the cart"),
  PURCHASE("order paid"),
  REFUND("order refunded"),
  TICKET("ticket opened, or a message of the customer in it"),
  TICKET_CLOSED("ticket closed"),
  OFFER("offer delivered, viewed, clicked or declined"),
  OFFER_ACCEPTED("offer accepted or converted");

  final String meaning;

  StepKind(String meaning) {
    this.meaning = meaning;
  }
}
