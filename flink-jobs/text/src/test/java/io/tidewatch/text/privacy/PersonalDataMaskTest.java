package io.tidewatch.text.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.text.TextNormalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are published test numbers, or made up with right check digits. */
final class PersonalDataMaskTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "my card 4111 1111 1111 1111 exp 12/27 | my card [CARD] exp 12/27",
        "卡号：６２２２６００２６０００１０７２５５０ | 卡号:[CARD]",
        "3782-822463-10005 | [CARD]",
        "身份证11010519491231002X，谢谢 | 身份证[ID],谢谢",
        "ssn 078-05-1120 | ssn [ID]",
        "my NI number is AB 12 34 56 C | my NI number is [ID]",
        "护照E12345678 | 护照[ID]",
        "IBAN GB82 WEST 1234 5698 7654 32 please | IBAN [IBAN] please",
        "DE89370400440532013000 | [IBAN]",
        "write to jane.doe+shop@example.co.uk. | write to [EMAIL].",
        "邮箱zhang@example.cn | [EMAIL]",
        "电话13812345678 | 电话[PHONE]",
        "+86 138-1234-5678 | [PHONE]",
        "010-62345678转接 | [PHONE]转接",
        "call +44 20 7946 0958 now | call [PHONE] now",
        "(415) 555-2671 | [PHONE]",
        "my phone is 5552671 | my phone is [PHONE]",
        "I live at 221b Baker Street, Apt 4. | I live at [ADDRESS].",
        "送到北京市海淀区中关村大街27号院3号楼1201室，快点 | 送[ADDRESS],快点",
        // The fewest digits of each form.
        "GB56WESTABCDEFG | [IBAN]",
        "13812345678 | [PHONE]",
        "+1234567 | [PHONE]",
        "0112345678 | [PHONE]",
        "415-555-2671 | [PHONE]",
        "tel 123456 | tel [PHONE]",
        "078-05-1120 | [ID]",
        "ssn 078051120 | ssn [ID]",
        "AB123456C | [ID]",
        "passport 123456 | passport [ID]",
        "身份证110101900307123 | 身份证[ID]",
        "1 Main Street | [ADDRESS]",
        "PO Box 7 | [ADDRESS]",
        "a@b.c | [EMAIL]"
      })
  void masksWhatIsPersonal(String text, String masked) {
    assertThat(mask(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"路", "街", "大道", "巷", "弄", "胡同", "新村", "小区", "花园"})
  void masksAnAddressAtAnyKindOfStreetWhoseNumberIsWrittenOut(String street) {
    assertThat(mask("送到东风" + street + "十二号,快点")).contains("[ADDRESS]").endsWith(",快点");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 20261128222930 of 2026-11-28",
        "4111 1111 1111 1112 has a wrong check digit",
        "paid 1,299.00 for 2 items, 3 days late",
        "5 days on the road",
        "订单号2026112800012345678",
        "第3次了，还差12.50元",
        "11010519491231002Y"
      })
  void leavesOtherNumbersAlone(String text) {
    assertThat(mask(text)).isEqualTo(TextNormalizer.normalize(text));
  }

  @Test
  void namesTheKinds() {
    assertThat(PersonalDataMask.mask("13812345678 a@example.com").kinds())
        .containsExactlyInAnyOrder(PersonalData.PHONE, PersonalData.EMAIL);
  }

  @Test
  void findsACardAmongOtherDigits() {
    assertThat(mask("ref 7 4111 1111 1111 1111 12 27 123"))
        .doesNotContain("4111")
        .contains("[CARD]");
  }

  private static String mask(String text) {
    return PersonalDataMask.mask(TextNormalizer.normalize(text)).text();
  }
}
