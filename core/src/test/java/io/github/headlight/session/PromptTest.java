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
}
