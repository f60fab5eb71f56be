package io.github.headlight.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.headlight.chat.Chat;
import io.github.headlight.chat.ChatMessage;

import org.junit.jupiter.api.Test;

import java.util.List;

class PromptTest {
    @Test
    void aConversationMayBeGivenAsItsMessages() {
        ChatMessage system = ChatMessage.system("Be brief.");
        ChatMessage user = ChatMessage.user("Hi");
        Prompt expected = Prompt.chat(new Chat(List.of(system, user), List.of(), true));
        assertThat(Prompt.chat(system, user)).isEqualTo(expected);
        assertThat(Prompt.chat(List.of(system, user))).isEqualTo(expected);
        assertThat(Prompt.chat(user, system)).isNotEqualTo(expected);
    }

    @Test
    void aConversationHasAMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prompt.chat())
                .withMessageContaining("at least one message");
        assertThatIllegalArgumentException().isThrownBy(() -> Prompt.chat(List.of()));
    }

    @Test
    void aBatchIsReadWithoutItsPadding() {
        long[][] ids = {{0, 0, 7, 8}, {5, 6, 0, 0}};
        long[][] mask = {{0, 0, 1, 1}, {1, 1, 0, 0}};
        assertThat(Prompt.batch(ids, mask)).containsExactly(Prompt.ids(7, 8), Prompt.ids(5, 6));
        assertRefused(new long[][] {{1}, {2}}, new long[][] {{1}}, "2 rows of ids, but 1 rows");
        assertRefused(new long[][] {{1, 2}}, new long[][] {{1}}, "row 0: 2 ids, but a mask of 1");
        assertRefused(new long[][] {{1, 2, 3}}, new long[][] {{1, 0, 1}}, "hole before position 2");
        assertRefused(new long[][] {{1}}, new long[][] {{0}}, "row 0: the mask leaves no token");
        assertRefused(new long[][] {{1L << 40}}, new long[][] {{1}}, "row 0: expected an id");
        assertRefused(new long[][] {{-1}}, new long[][] {{1}}, "found -1");
    }

    private static void assertRefused(long[][] ids, long[][] mask, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prompt.batch(ids, mask))
                .withMessageContaining(problem);
    }
}
