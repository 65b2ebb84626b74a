### Teams

team-members = Wer dazugehört
team-with-whom = Mit wem
team-anybody = Wer zuerst Zeit hat
