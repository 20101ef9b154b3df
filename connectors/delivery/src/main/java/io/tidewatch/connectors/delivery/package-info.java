/** Delivers churn alerts to webhooks, chat rooms and mailboxes: one chain of attempts for each. */
package io.tidewatch.connectors.delivery;
