# file: shop/bot.py
import logging

from telegram.ext import Application, CommandHandler

logger = logging.getLogger(__name__)


async def start(update, context):
    try:
        await update.message.reply_text("Hello!")
    except Exception as error:
        logger.error(f"start failed: {error}")  # AIG105


def main():
    application = Application.builder().token(open("token").read()).build()
    application.add_handler(CommandHandler("start", start))
    application.run_polling()


if __name__ == "__main__":
    main()
