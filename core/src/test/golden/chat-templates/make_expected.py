"""Writes expected.json: conversations as transformers renders them. Needs transformers and jinja2."""

import datetime
import json
import pathlib

import jinja2
import tokenizers
import transformers
from transformers.utils import chat_template_utils

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 3, 7, 9, 5, 2)
SPECIAL_TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Current weather of a city",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "Its name, e.g. \"Zürich\""},
                "unit": {"type": "string", "enum": ["C", "F"], "default": "C"},
                "days": {"type": ["integer", "null"]},
            },
            "required": ["city"],
        },
    },
}
CLOCK = {
    "type": "function",
    "function": {
        "name": "get_time",
        "description": "The time",
        "parameters": {"type": "object", "properties": {}},
    },
}


def message(role, content, **fields):
    return {"role": role, "content": content, **fields}


def call(name, arguments, call_id):
    return {"type": "function", "id": call_id, "function": {"name": name, "arguments": arguments}}


ASK = message("user", "Weather in 北京 and Zürich?")
CALL = call("get_weather", {"city": "北京", "days": 3}, "a1b2c3d4e")
SECOND_CALL = call("get_weather", {"city": "Zürich", "unit": "C"}, "f5g6h7i8j")
RESULT = message("tool", '{"temp": 21, "sky": "晴"}', name="get_weather", tool_call_id="a1b2c3d4e")
SECOND_RESULT = message("tool", "14 °C", name="get_weather", tool_call_id="f5g6h7i8j")

CONVERSATIONS = {
    "user": {"messages": [message("user", "What is attention?")]},
    "system": {"messages": [message("system", "  Be brief.\n"), message("user", " Hi \n")]},
    "turns": {
        "messages": [
            message("system", "Be brief."),
            message("user", "a"),
            message("assistant", " b\n\n"),
            message("user", "c"),
        ]
    },
    "no prompt": {
        "messages": [message("user", "a"), message("assistant", "b")],
        "add_generation_prompt": False,
    },
    "empty": {"messages": [message("system", ""), message("user", "")]},
    "unicode": {
        "messages": [
            message("user", "你好 🙂 e\u0301 \u200b<|im_end|> {{ 1 }} \"q\" 'q' \\n &lt;"),
            message("assistant", "\u3000x\u00a0"),
            message("user", "\ttab\r\nend"),
        ]
    },
    "thinking": {
        "messages": [
            message("user", "1+1?"),
            message("assistant", "<think>\none and one\n</think>\n\n2"),
            message("user", "2+2?"),
            message("assistant", "4", reasoning_content="two and two"),
        ],
        "add_generation_prompt": False,
    },
    "named thoughts": {
        "messages": [message("user", "1+1?"), message("assistant", "2", reasoning="hm")],
        "add_generation_prompt": False,
    },
    "tools": {"messages": [ASK], "tools": [WEATHER]},
    "two tools": {
        "messages": [message("system", "Use tools."), ASK],
        "tools": [WEATHER, CLOCK],
    },
    "call": {
        "messages": [ASK, message("assistant", None, tool_calls=[CALL]), RESULT],
        "tools": [WEATHER],
    },
    "call with text": {
        "messages": [
            message("system", "Use tools."),
            ASK,
            message("assistant", "I look.", tool_calls=[CALL]),
            RESULT,
            message("assistant", "21 °C."),
            message("user", "Thanks"),
        ],
        "tools": [WEATHER],
    },
    "two calls": {
        "messages": [
            ASK,
            message("assistant", "", tool_calls=[CALL, SECOND_CALL]),
            RESULT,
            SECOND_RESULT,
        ],
        "tools": [WEATHER],
    },
    "arguments as text": {
        "messages": [
            ASK,
            message(
                "assistant", None, tool_calls=[call("get_weather", '{"city":"北京"}', "a1b2c3d4e")]
            ),
            RESULT,
        ],
        "tools": [WEATHER],
    },
    "parts": {
        "messages": [
            message("user", [{"type": "text", "text": " one "}, {"type": "text", "text": "two"}])
        ]
    },
    "known role": {"messages": [message("user", "a")]},
    "unknown role": {"messages": [message("user", "a"), message("critic", "b")]},
}


class FixedTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


def templates():
    config = json.loads((HERE.parent / "qwen2.5-tokenizer/tokenizer_config.json").read_text())
    named = {path.stem: path.read_text() for path in sorted(HERE.glob("*.jinja"))}
    return {"qwen2.5": config["chat_template"], **named}


def render(tokenizer, template, conversation):
    try:
        return tokenizer.apply_chat_template(
            conversation["messages"],
            tools=conversation.get("tools"),
            chat_template=template,
            add_generation_prompt=conversation.get("add_generation_prompt", True),
            tokenize=False,
        )
    except (jinja2.TemplateError, TypeError) as e:
        print("refused:", e)
        return None


def main():
    chat_template_utils.datetime = FixedTime
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizers.Tokenizer(tokenizers.models.BPE()), **SPECIAL_TOKENS
    )
    expected = {
        "made_by": f"transformers {transformers.__version__}, jinja2 {jinja2.__version__}",
        "now": NOW.isoformat() + "Z",
        "special_tokens": SPECIAL_TOKENS,
        "conversations": CONVERSATIONS,
        "rendered": {
            name: {key: render(tokenizer, text, chat) for key, chat in CONVERSATIONS.items()}
            for name, text in templates().items()
        },
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    (HERE / "expected.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
