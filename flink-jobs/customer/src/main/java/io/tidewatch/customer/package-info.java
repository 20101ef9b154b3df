/** What is remembered of a customer, how events fold into it, and the features it gives. */
package io.tidewatch.customer;
