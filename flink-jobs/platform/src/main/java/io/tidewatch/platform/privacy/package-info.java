/** The commands that erase a customer, prove it, and give a customer's data out. */
package io.tidewatch.platform.privacy;
